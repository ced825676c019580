//! What was printed, and which forms.

use std::path::Path;

use crate::{FormKind, Printed};
use cplink::finding::Finding;
use cplink::form::{self, NameTable, Printing, Slip};
use cplink::{Code, Error, Result};

impl Printed {
    /// What was printed, and what is to be said of the files.
    pub fn new<'a>(
        html: Option<String>,
        printed: form::Printed,
        findings: impl IntoIterator<Item = &'a Finding>,
    ) -> Self {
        let form::Printed { users, pages } = printed;
        Self { html, users, pages, findings: findings.into_iter().collect() }
    }

    /// Prints a slip: into the file at `path`, or into a text.
    ///
    /// # Errors
    /// As [`Printing::begin`], [`Printing::to_html`] and [`Printing::save_html`].
    pub fn of(
        slip: &Slip<'_>,
        forms: &[form::FormKind],
        names: &NameTable,
        path: Option<&Path>,
        findings: &[Finding],
    ) -> Result<Self> {
        let printing = Printing::begin(slip, forms, names)?;
        let (html, printed) = if let Some(path) = path {
            (None, printing.save_html(path)?)
        } else {
            let (html, printed) = printing.to_html()?;
            (Some(html), printed)
        };
        Ok(Self::new(html, printed, findings))
    }
}

impl FormKind {
    /// A form that can be asked for; none for what only a comparison makes.
    fn of(form: form::FormKind) -> Option<Self> {
        Some(match form {
            form::FormKind::Table1 => Self::Table1,
            form::FormKind::Table2 => Self::Table2,
            form::FormKind::Table3 => Self::Table3,
            form::FormKind::Table6 => Self::Table6,
            form::FormKind::Table7 => Self::Table7,
            form::FormKind::BasicInformation => Self::Basic,
            form::FormKind::PreventionPlan => Self::Prevention,
            form::FormKind::Withdrawals => Self::Withdrawals,
            form::FormKind::Changes => return None,
        })
    }

    /// The forms of these numbers.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a number that is none.
    pub fn of_numbers(numbers: &[i32]) -> Result<Vec<form::FormKind>> {
        let of_number = |number: &i32| {
            let mut forms = form::FormKind::ALL.iter().copied();
            let form = forms.find(|form| Self::of(*form).is_some_and(|form| form as i32 == *number));
            form.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail(format!("there is no form {number}")))
        };
        numbers.iter().map(of_number).collect()
    }
}
