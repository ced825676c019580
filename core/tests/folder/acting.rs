//! Agents: there are none where a person carries files.

use cplink::Code;
use cplink::progress::Job;
use cplink_testkit::code;

use crate::kit::{MANAGER, PROVIDER, Town};

#[test]
fn nobody_acts_for_another_office_with_files_carried_by_hand() {
    let office = Town::new().office(PROVIDER);
    let error = office.client.for_office(MANAGER).err().unwrap();
    assert_eq!(error.code(), Code::ActingUnsupported);
    assert!(error.message_ja().contains("代行") && error.remedy_ja().contains("通信方式"), "{error}");
    assert_eq!(code(office.client.for_office("1")), Code::OfficeNumber);
    // For itself it is what it was.
    let mut own = office.client.for_office(PROVIDER).unwrap();
    assert_eq!((own.office_number(), own.agent()), (PROVIDER, None));
    assert!(own.sent("", &mut Job::new()).unwrap().messages.is_empty());
}
