//! The pages of an operation as a stream.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::course::{Course, Step};
use crate::call::call::{Call, finish};
use crate::call::send::{Sending, SentByClient, start};
use crate::error::Error;
use crate::pipeline::{Pipeline, Sent};
use crate::protocol::{Paged, Protocol};
use crate::request::{CallInfo, Request};
use crate::response::Response;
use alipay_sdk_core::data::{FieldValue, View};

/// The pages of an operation: a stream of responses, made by [`Call::pages`].
///
/// Each page is a call of its own, which is made when you ask for the page. It has the options, the
/// time limit and the retries of the first call, and its response is verified like any other. A
/// dropped stream makes no further calls.
///
/// The stream ends after the last page. The SDK looks first at `has_next`, then at the number of
/// pages or of entries in the response; it ignores a number that is smaller than the entries so
/// far. The stream also ends after an empty page of a list without a cursor, and at a cursor that
/// came before. An error is the last item. A page that is empty, or that repeats the entries of an
/// earlier page, is an error when the platform promised more; otherwise the stream ends there.
#[must_use = "a page is requested when it is taken from the stream"]
pub struct Pages<O: Paged> {
    endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
    pipeline: Arc<Pipeline>,
    info: CallInfo,
    /// None after the last page.
    course: Option<Result<Course, Error>>,
    sending: Option<Sending>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> Call<O>
where
    O::Protocol: SentByClient,
{
    /// All pages from the one that the call asks for, or else from the first, as a stream of
    /// responses. How many entries a page has is up to the call (`page_size`).
    ///
    /// ```
    /// # use alipay_sdk::{Client, Error, operation::AlipayDataBillAccountlogQueryParams};
    /// # async fn list(client: &Client) -> Result<(), Error> {
    /// let day = AlipayDataBillAccountlogQueryParams::new()
    ///     .start_time("2026-11-25 00:00:00")
    ///     .end_time("2026-11-26 00:00:00")
    ///     .page_size("2000");
    /// let mut pages = client.alipay_data_bill_accountlog().query(&day).pages();
    /// while let Some(page) = pages.next().await {
    ///     for entry in page?.detail_list.iter().flatten() {
    ///         println!("{:?} {:?}", entry.trans_dt, entry.trans_amount);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages<O> {
        let Self { endpoint, pipeline, request, info, .. } = self;
        let course = Some(request.and_then(|request| Course::begin(O::PAGES, request)));
        Pages { endpoint, pipeline, info, course, sending: None, operation: PhantomData }
    }
}

impl<O: Paged> Pages<O>
where
    O::Protocol: SentByClient,
{
    /// The next page; nothing after the last one. A future that is dropped before its end loses no
    /// page.
    pub async fn next(&mut self) -> Option<Result<Response<O::Response>, Error>> {
        poll_fn(|at| Pin::new(&mut *self).poll_next(at)).await
    }

    /// The next page, waiting for it on this thread: see
    /// [`send_blocking`](Call::send_blocking).
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Response<O::Response>, Error>> {
        let sending = match self.sending.take() {
            Some(sending) => Ok(sending),
            None => self.start()?,
        };
        let sent = sending.and_then(|sending| {
            crate::call::blocking::block_on(&self.pipeline, &self.info, sending)?
        });
        self.taken(sent)
    }

    /// Begins to send the next request, if there is one.
    fn start(&mut self) -> Option<Result<Sending, Error>> {
        let request = match self.course.take()? {
            Ok(course) => {
                let request = course.request();
                self.course = request.is_ok().then_some(Ok(course));
                request
            }
            Err(error) => Err(error),
        };
        Some(
            request.map(|request: Request| {
                start(self.endpoint.clone(), self.pipeline.clone(), request)
            }),
        )
    }

    /// Reads the page that came, and finds out whether there are more.
    fn taken(&mut self, sent: Result<Sent, Error>) -> Option<Result<Response<O::Response>, Error>> {
        let course = self.course.take();
        let response = match sent.and_then(|sent| finish::<O::Response>(&self.info, sent)) {
            Ok(response) => response,
            Err(error) => return Some(Err(error)),
        };
        let (Some(Ok(mut course)), View::Model(model)) = (course, response.view()) else {
            return Some(Ok(response));
        };
        match course.after(model, &response.plain_body()) {
            Ok(Step::More) => self.course = Some(Ok(course)),
            Ok(Step::Last) => {}
            Ok(Step::Again) => return None,
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(response))
    }
}

impl<O: Paged> Stream for Pages<O>
where
    O::Protocol: SentByClient,
{
    type Item = Result<Response<O::Response>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let mut sending = match this.sending.take() {
            Some(sending) => sending,
            None => match this.start() {
                Some(Ok(sending)) => sending,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            },
        };
        let Poll::Ready(sent) = sending.as_mut().poll(at) else {
            this.sending = Some(sending);
            return Poll::Pending;
        };
        Poll::Ready(this.taken(sent))
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = &self.info.operation;
        formatter.debug_struct("Pages").field("operation", operation).finish_non_exhaustive()
    }
}
