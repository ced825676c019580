//! Whose rows they are.

use crate::error::{Code, Result};
use crate::record::Table;

/// The 0-based rows of an office: 第6表 and 第7表 hold the rows of every provider of the user, whoever the
/// file is sent to, and only those with one's own office number are one's own work. With a service type
/// only the rows of that type; 第2表 names no service codes, so there it does not matter.
///
/// # Errors
/// [`Code::InvalidArgument`](crate::Code::InvalidArgument) where the kind's records name no provider.
pub fn own_rows(table: &Table, office: &str, service_type: Option<&str>) -> Result<Vec<usize>> {
    let layout = table.layout();
    let provider = layout
        .index("provider_number")
        .ok_or_else(|| Code::InvalidArgument.with_detail("records of this kind name no provider"))?;
    let code = layout.index("service_code").or_else(|| layout.index("service_type_code"));
    let of_type = |code: &str| service_type.is_none_or(|service_type| code.get(..2) == Some(service_type));
    let own = table
        .rows()
        .enumerate()
        .filter(|(_, row)| row.key(provider) == office && code.is_none_or(|column| of_type(&row.key(column))));
    Ok(own.map(|(index, _)| index).collect())
}
