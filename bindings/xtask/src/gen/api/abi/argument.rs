//! A parameter of a function of C, as the description implies it.

/// A parameter of a function of the C ABI.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) form: Form,
    /// NULL says that there is none, or that it is not wanted.
    pub(crate) may_be_null: bool,
}

/// What a parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A handle that goes in; it is `const` unless the call changes it.
    Handle { noun: String, changes: bool },
    /// A text that goes in.
    Text,
    /// Texts that go in; their count follows.
    Texts,
    /// Numbers or bytes that go in; their count follows.
    Array(Number),
    /// The count of the array before it.
    Length,
    /// A number that goes in.
    Number(Number),
    /// A function of the host.
    Callback(String),
    /// The pointer that a function of the host gets.
    User,
    /// Where a number goes.
    OutNumber(Number),
    /// Where a borrowed text goes; its length follows.
    OutText,
    /// Where borrowed numbers or bytes go; their count follows.
    OutArray(Number),
    /// Where borrowed numbers go: one more than the count that follows.
    OutEnds,
    /// Where the count of the array or text before it goes.
    OutLength,
    /// Where a handle goes that the caller frees.
    OutHandle(String),
    /// Where a handle goes that its owner frees.
    OutLent(String),
    /// Where the error goes.
    Error,
}

/// A number, as Rust names its type.
pub(crate) type Number = &'static str;

impl Form {
    /// Whether NULL can stand for it.
    pub(crate) fn is_pointer(&self) -> bool {
        !matches!(self, Self::Length | Self::Number(_))
    }
}

impl Argument {
    pub(super) fn new(name: &str, form: Form) -> Self {
        Self { name: name.to_owned(), form, may_be_null: false }
    }

    /// The same, where NULL has a meaning.
    pub(super) fn or_null(self, may_be_null: bool) -> Self {
        Self { may_be_null, ..self }
    }

    /// The type in Rust.
    pub(super) fn rust(&self) -> String {
        match &self.form {
            Form::Handle { noun, changes: false } => format!("*const cpl_{noun}"),
            Form::Handle { noun, changes: true } => format!("*mut cpl_{noun}"),
            Form::Text => "*const c_char".into(),
            Form::Texts => "*const *const c_char".into(),
            Form::Array(number) => format!("*const {number}"),
            Form::Length => "usize".into(),
            Form::Number(number) => (*number).into(),
            Form::Callback(name) => format!("cpl_{name}"),
            Form::User => "*mut c_void".into(),
            Form::OutNumber(number) => format!("*mut {number}"),
            Form::OutText => "*mut *const c_char".into(),
            Form::OutArray(number) => format!("*mut *const {number}"),
            Form::OutEnds => "*mut *const u32".into(),
            Form::OutLength => "*mut usize".into(),
            Form::OutHandle(noun) => format!("*mut *mut cpl_{noun}"),
            Form::OutLent(noun) => format!("*mut *const cpl_{noun}"),
            Form::Error => "*mut *mut cpl_error".into(),
        }
    }

    /// Type and name in C.
    pub(crate) fn c(&self) -> String {
        let name = &self.name;
        match &self.form {
            Form::Handle { noun, changes: false } => format!("const cpl_{noun} *{name}"),
            Form::Handle { noun, changes: true } => format!("cpl_{noun} *{name}"),
            Form::Text => format!("const char *{name}"),
            Form::Texts => format!("const char *const *{name}"),
            Form::Array(number) => format!("const {} *{name}", of_c(number)),
            Form::Length => format!("size_t {name}"),
            Form::Number(number) => format!("{} {name}", of_c(number)),
            Form::Callback(function) => format!("cpl_{function} {name}"),
            Form::User => format!("void *{name}"),
            Form::OutNumber(number) => format!("{} *{name}", of_c(number)),
            Form::OutText => format!("const char **{name}"),
            Form::OutArray(number) => format!("const {} **{name}", of_c(number)),
            Form::OutEnds => format!("const uint32_t **{name}"),
            Form::OutLength => format!("size_t *{name}"),
            Form::OutHandle(noun) => format!("cpl_{noun} **{name}"),
            Form::OutLent(noun) => format!("const cpl_{noun} **{name}"),
            Form::Error => format!("cpl_error **{name}"),
        }
    }
}

/// A number's type in C.
pub(crate) fn of_c(number: Number) -> &'static str {
    match number {
        "u8" => "uint8_t",
        "u16" => "uint16_t",
        "u32" => "uint32_t",
        "u64" => "uint64_t",
        "i32" => "int32_t",
        "i64" => "int64_t",
        _ => "size_t",
    }
}
