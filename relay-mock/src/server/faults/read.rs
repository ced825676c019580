//! A script as it is written, in TOML or JSON.

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::call::Calls;
use super::effect::Effect;
use super::fault::Fault;
use super::limits;
use super::place::Place;
use super::problem::Problem;
use super::when::When;

/// The fields beside the faults.
const TOP: &[&str] = &["fault", "title_ja", "title_en", "seed"];
/// The fields of a fault.
const FIELDS: &[&str] = &["call", "office", "nth", "every", "chance", "at", "do", "times"];

/// What a script says.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) title_ja: Option<String>,
    pub(super) title_en: Option<String>,
    pub(super) seed: Option<u64>,
    pub(super) faults: Vec<Fault>,
}

/// What is wrong, and where.
pub(super) struct Wrong {
    pub(super) line: Option<usize>,
    pub(super) fault: Option<usize>,
    pub(super) field: Option<String>,
    pub(super) problem: Problem,
}

impl Wrong {
    fn new(line: Option<usize>, problem: Problem) -> Self {
        Self { line, fault: None, field: None, problem }
    }
}

/// A value, whichever way it was written.
enum Value {
    Text(String),
    Whole(u64),
    Number(f64),
    Faults(Vec<(Option<usize>, Vec<Field>)>),
    Other,
}

/// A field with its line.
struct Field {
    line: Option<usize>,
    name: String,
    value: Value,
}

impl Field {
    fn wrong(&self, problem: Problem) -> Wrong {
        Wrong { line: self.line, fault: None, field: Some(self.name.clone()), problem }
    }

    fn text(&self) -> Result<&str, Wrong> {
        if let Value::Text(text) = &self.value { Ok(text) } else { Err(self.wrong(Problem::Text)) }
    }

    fn whole(&self) -> Result<u64, Wrong> {
        if let Value::Whole(number) = self.value { Ok(number) } else { Err(self.wrong(Problem::Whole)) }
    }

    fn number(&self) -> Result<f64, Wrong> {
        match self.value {
            Value::Whole(number) => Ok(number as f64),
            Value::Number(number) => Ok(number),
            _ => Err(self.wrong(Problem::Number)),
        }
    }
}

/// Reads TOML.
pub(super) fn toml(text: &str) -> Result<Sheet, Wrong> {
    bounded(text)?;
    let line_at = |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map(|span| line_at(span.start));
        Wrong::new(line, Problem::Syntax(error.message().trim().to_owned()))
    })?;
    sheet(of_table(table.get_ref(), &line_at))
}

/// Reads JSON.
pub(super) fn json(text: &str) -> Result<Sheet, Wrong> {
    bounded(text)?;
    let read: Json = serde_json::from_str(text)
        .map_err(|error| Wrong::new(Some(error.line()), Problem::Syntax(error.to_string())))?;
    match read {
        Json::Object(members) => sheet(of_object(members)),
        _ => Err(Wrong::new(None, Problem::Empty)),
    }
}

fn bounded(text: &str) -> Result<(), Wrong> {
    if text.len() > limits::SCRIPT_BYTES { Err(Wrong::new(None, Problem::TooLarge)) } else { Ok(()) }
}

fn of_table(table: &DeTable<'_>, line_at: &impl Fn(usize) -> usize) -> Vec<Field> {
    let field = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| Field {
        line: Some(line_at(name.span().start)),
        name: AsRef::<std::borrow::Cow<'_, str>>::as_ref(name).to_string(),
        value: match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => number.to_string().parse().map_or(Value::Other, Value::Whole),
            DeValue::Float(number) => number.as_str().parse().map_or(Value::Other, Value::Number),
            DeValue::Array(list) => {
                let all = list.iter().map(|one| match one.get_ref() {
                    DeValue::Table(table) => Some((Some(line_at(one.span().start)), of_table(table, line_at))),
                    _ => None,
                });
                all.collect::<Option<_>>().map_or(Value::Other, Value::Faults)
            }
            _ => Value::Other,
        },
    };
    // In the order of the lines: the first mistake is told.
    let mut fields: Vec<Field> = table.iter().map(field).collect();
    fields.sort_by_key(|field| field.line);
    fields
}

fn of_object(members: serde_json::Map<String, Json>) -> Vec<Field> {
    let field = |(name, value)| Field {
        line: None,
        name,
        value: match value {
            Json::String(text) => Value::Text(text),
            Json::Number(number) => match (number.as_u64(), number.as_f64()) {
                (Some(whole), _) => Value::Whole(whole),
                (None, Some(number)) => Value::Number(number),
                (None, None) => Value::Other,
            },
            Json::Array(list) => {
                let all = list.into_iter().map(|one| match one {
                    Json::Object(members) => Some((None, of_object(members))),
                    _ => None,
                });
                all.collect::<Option<_>>().map_or(Value::Other, Value::Faults)
            }
            _ => Value::Other,
        },
    };
    members.into_iter().map(field).collect()
}

fn sheet(fields: Vec<Field>) -> Result<Sheet, Wrong> {
    let mut sheet = Sheet::default();
    for field in &fields {
        match field.name.as_str() {
            "title_ja" => sheet.title_ja = Some(field.text()?.to_owned()),
            "title_en" => sheet.title_en = Some(field.text()?.to_owned()),
            "seed" => sheet.seed = Some(field.whole()?),
            "fault" => {
                let Value::Faults(faults) = &field.value else { return Err(field.wrong(Problem::Faults)) };
                if faults.len() > limits::FAULTS {
                    return Err(field.wrong(Problem::TooLarge));
                }
                for (n, (line, fields)) in faults.iter().enumerate() {
                    let told = |wrong| Wrong { fault: Some(n + 1), ..wrong };
                    sheet.faults.push(fault(*line, fields).map_err(told)?);
                }
            }
            _ => return Err(field.wrong(Problem::Field(TOP))),
        }
    }
    if sheet.faults.is_empty() { Err(Wrong::new(None, Problem::Empty)) } else { Ok(sheet) }
}

fn fault(line: Option<usize>, fields: &[Field]) -> Result<Fault, Wrong> {
    let known = |field: &&Field| !FIELDS.contains(&field.name.as_str());
    if let Some(unknown) = fields.iter().find(known) {
        return Err(unknown.wrong(Problem::Field(FIELDS)));
    }
    let find = |name: &str| fields.iter().find(|field| field.name == name);
    let need = |name: &str| {
        let missing = || Wrong { line, fault: None, field: Some(name.to_owned()), problem: Problem::Missing };
        find(name).ok_or_else(missing)
    };
    let call = need("call")?;
    let calls = Calls::parse(call.text()?).ok_or_else(|| call.wrong(Problem::Call))?;
    let office = find("office").map(Field::text).transpose()?.map(str::to_owned);
    let when = when(line, [find("nth"), find("every"), find("chance")])?;
    let at = need("at")?;
    let place = Place::parse(at.text()?).ok_or_else(|| at.wrong(Problem::Place))?;
    let what = need("do")?;
    let effect = Effect::parse(what.text()?).ok_or_else(|| what.wrong(Problem::Effect))?;
    let times = find("times").map(Field::whole).transpose()?;
    let fault = Fault { calls, office, when, at: place, effect, times };
    fault.check().map_err(|(name, problem)| Wrong {
        line: find(name).map_or(line, |field| field.line),
        fault: None,
        field: Some(name.to_owned()),
        problem,
    })?;
    Ok(fault)
}

fn when(line: Option<usize>, given: [Option<&Field>; 3]) -> Result<When, Wrong> {
    match given {
        [Some(nth), None, None] => nth.whole().map(When::Nth),
        [None, Some(every), None] => every.whole().map(When::Every),
        [None, None, Some(chance)] => chance.number().map(When::Chance),
        _ => Err(Wrong::new(line, Problem::When)),
    }
}
