//! What a translation did.

use super::row_number;
use crate::{Remark, Remarks};
use cplink::translate;

impl From<Vec<translate::Remark>> for Remarks {
    fn from(remarks: Vec<translate::Remark>) -> Self {
        Self { items: remarks.iter().map(Remark::from).collect() }
    }
}

impl From<&translate::Remark> for Remark {
    fn from(remark: &translate::Remark) -> Self {
        Self {
            change: remark.change().name(),
            field: remark.field().map(|field| field.id),
            message_ja: remark.message_ja(),
            message_en: remark.message_en(),
            rows: remark.rows().iter().copied().map(row_number).collect(),
        }
    }
}
