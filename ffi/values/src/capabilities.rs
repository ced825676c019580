//! What a relay can do, as JSON.

use cplink::relay::Capabilities;
use time::format_description::well_known::Rfc3339;

/// The text of `cpl_client_capabilities`.
pub fn capabilities_json(capabilities: &Capabilities) -> Vec<u8> {
    let Capabilities { protocol, limits, csv_versions, kinds, keep_days, clock, abilities } = capabilities;
    let json = serde_json::json!({
        "protocol": protocol,
        "limits": {
            "container_bytes": limits.container_bytes,
            "container_entries": limits.container_entries,
            "wait_seconds": limits.wait.as_secs(),
        },
        "csv_versions": csv_versions,
        "kinds": kinds,
        "keep_days": keep_days,
        "server_time": clock.and_then(|clock| clock.format(&Rfc3339).ok()),
        "receipts": abilities.receipts,
        "directory": abilities.directory,
        "recall": abilities.recall,
    });
    json.to_string().into_bytes()
}
