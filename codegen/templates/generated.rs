{{ banner }}//! Everything that is generated from the documents: a folder and a feature for each product.

mod error_code;
mod platform;
{%- if shared %}
mod shared;
{%- endif %}

/// Declares the products, each under its feature, and shows users the types of all of them side
/// by side.
macro_rules! products {
    ($($feature:literal => $product:ident,)*) => {
        $(
            #[cfg(feature = $feature)]
            mod $product;
        )*

        /// The API groups: a struct each, with a method per operation.
        ///
        /// A [`Client`](crate::Client) has an accessor for each of them.
        pub mod api {
            $(
                #[cfg(feature = $feature)]
                pub use super::$product::api::*;
            )*
        }

        /// The request and response objects, and the objects inside them.
        ///
        /// Fields are public, and models implement [`Default`]. Those of requests have a setter per
        /// field; the others have setters with the feature `test-util`, for the responses of tests.
        pub mod model {
            {%- if shared %}
            #[allow(unused_imports, unreachable_pub, reason = "each is there with its products")]
            pub use super::shared::*;
            {%- endif %}
            $(
                #[cfg(feature = $feature)]
                #[allow(unused_imports, unreachable_pub, reason = "a product may have no model")]
                pub use super::$product::model::*;
            )*
        }

        /// The operations as data: a type each, with id, method, path and error codes.
        pub mod operation {
            use crate::OperationInfo;

            $(
                #[cfg(feature = $feature)]
                pub use super::$product::operation::*;
            )*

            static PRODUCTS: &[&[OperationInfo]] = &[
                $(
                    #[cfg(feature = $feature)]
                    super::$product::operation::ALL,
                )*
            ];

            /// Returns the v3 operations of all enabled products.
            pub fn all() -> impl Iterator<Item = &'static OperationInfo> {
                PRODUCTS.iter().copied().flatten()
            }
        }
    };
}

products! {
{%- for (feature, product) in products %}
    "{{ feature }}" => {{ product }},
{%- endfor %}
}
