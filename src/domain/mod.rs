//! The domain, pure: no input or output, no async, no clock. Words are those of the people who share rooms.

pub mod attendance;
pub mod availability;
pub mod booking;
pub mod cancellation;
pub mod centre;
pub mod claim;
pub mod clock_time;
pub mod closure;
pub mod comment;
pub mod dayparts;
pub mod demand;
pub mod deposit;
pub mod duty;
pub mod email;
pub mod failure;
pub mod feed;
pub mod geo;
pub mod holidays;
pub mod hours;
pub mod ids;
pub mod incident;
pub mod key;
pub mod ledger;
pub mod letters;
pub mod local_time;
pub mod organisation;
pub mod payment_reference;
pub mod person;
pub mod price;
pub mod quota;
pub mod recurrence;
pub mod reference;
pub mod relocation;
pub mod report;
pub mod resource;
pub mod room;
pub mod rota;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod series;
pub mod site;
pub mod spans;
pub mod statement;
pub mod tariff;
pub mod time;
pub mod times;
pub mod validation;
pub mod waiting;
pub mod warning;

/// Makes an enum whose values have one fixed text each: in the API, in the database and in settings.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
            utoipa::ToSchema,
        )]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`")]
                #[serde(rename = $text)]
                $variant,
            )+
        }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its fixed text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value with this text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use text_enum;
