//! The struct of a kind, as the generated files define it.

/// The struct of a kind.
macro_rules! typed_row {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $crate::typed::Cell<$type>,)*
            /// How the row's columns differ from the layout's.
            pub rest: $crate::typed::Rest,
        }

        impl $crate::typed::fields::Fields for $name {
            fn read(cells: &mut $crate::typed::fields::Cells<'_, '_>) -> Self {
                Self { $($field: cells.next(),)* rest: cells.rest() }
            }

            fn visit(&self, visit: &mut dyn FnMut(&dyn $crate::typed::cell::AnyCell)) {
                $(visit(&self.$field);)*
            }

            fn rest(&self) -> &$crate::typed::Rest {
                &self.rest
            }
        }

        impl $crate::typed::TypedRow for $name {
            const KIND: $crate::spec::Kind = $crate::spec::Kind::$name;
        }

        impl Default for $name {
            /// An empty row with its CSV version and constants set.
            fn default() -> Self {
                $crate::typed::row::blank($crate::spec::layout($crate::spec::Kind::$name))
            }
        }

        impl std::fmt::Debug for $name {
            // Never the values: they are health data.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.rest)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::typed::json::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::typed::json::deserialize(deserializer)
            }
        }
    };
}
pub(super) use typed_row;
