//! What all kinds have.

/// A kind, whose struct has no fields unless it is made elsewhere: its constructor, its name, the
/// operation that sends its model, and its driver. The file of the kind imports `Task` and
/// `FlowError`.
macro_rules! kind {
    ($(#[$about:meta])* pub struct $kind:ident; $(#[$new:meta])* new$facts:tt) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default)]
        #[non_exhaustive]
        pub struct $kind;

        kind! { impl $kind; $(#[$new])* new$facts }
    };
    (
        impl $kind:ident;
        $(#[$new:meta])*
        new($name:literal, $operation:ident($order:ident), $driver:ident)
    ) => {
        impl $kind {
            $(#[$new])*
            pub fn new(order: $order) -> Result<Task<Self>, FlowError> {
                Task::new(order)
            }
        }

        impl crate::flow::task::Facts for $kind {
            type Order = $order;
            type Operation = crate::operation::$operation;
            type Driver = $driver;

            const NAME: &'static str = $name;
        }
    };
}

pub(super) use kind;
