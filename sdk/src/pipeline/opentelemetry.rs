//! The figures of calls, in the instruments of OpenTelemetry.

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter};

use super::metrics::{AttemptReport, Metrics};

/// The bounds that the semantic conventions advise for the durations of HTTP, in seconds.
const BOUNDS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// Records the metrics of calls with instruments of OpenTelemetry.
///
/// | instrument | what |
/// | --- | --- |
/// | `http.client.request.duration` | histogram, seconds: one attempt, from the signature to the verified response |
/// | `alipay.client.retries` | counter: attempts behind the first of a call |
/// | `alipay.client.verification.failures` | counter: responses whose signature is missing or wrong |
/// | `alipay.client.retry.budget` | gauge: retries that the client has left |
///
/// Name, unit and attributes of the first instrument follow the semantic conventions for HTTP
/// clients. All instruments but the budget have the id of the operation as `alipay.operation`.
///
/// ```
/// use alipay_sdk::{Client, OpenTelemetryMetrics};
///
/// let meter = opentelemetry::global::meter("shop");
/// let builder = Client::builder().metrics(OpenTelemetryMetrics::new(&meter));
/// ```
#[derive(Debug)]
pub struct OpenTelemetryMetrics {
    duration: Histogram<f64>,
    retries: Counter<u64>,
    verification_failures: Counter<u64>,
    budget: Gauge<u64>,
}

impl OpenTelemetryMetrics {
    /// Creates the instruments.
    pub fn new(meter: &Meter) -> Self {
        Self {
            duration: meter
                .f64_histogram("http.client.request.duration")
                .with_description("Duration of HTTP client requests.")
                .with_unit("s")
                .with_boundaries(BOUNDS.to_vec())
                .build(),
            retries: meter
                .u64_counter("alipay.client.retries")
                .with_description("Attempts after the first of a call.")
                .with_unit("{attempt}")
                .build(),
            verification_failures: meter
                .u64_counter("alipay.client.verification.failures")
                .with_description("Responses whose signature is missing or wrong.")
                .with_unit("{response}")
                .build(),
            budget: meter
                .u64_gauge("alipay.client.retry.budget")
                .with_description("Retries that are left in the client's budget.")
                .with_unit("{attempt}")
                .build(),
        }
    }
}

impl Metrics for OpenTelemetryMetrics {
    fn attempt(&self, report: &AttemptReport<'_>) {
        let operation = KeyValue::new("alipay.operation", report.operation.to_owned());
        let server = [
            KeyValue::new("server.address", report.server_address.to_owned()),
            KeyValue::new("server.port", i64::from(report.server_port)),
        ];
        self.budget.record(report.retries_left.into(), &server);
        if report.number > 1 {
            self.retries.add(1, std::slice::from_ref(&operation));
        }
        if report.error_type.as_deref() == Some("signature") {
            self.verification_failures.add(1, std::slice::from_ref(&operation));
        }
        let mut attributes = Vec::from(server);
        attributes.push(operation);
        attributes.push(KeyValue::new("http.request.method", report.method.to_string()));
        attributes.push(KeyValue::new("url.template", report.template.to_owned()));
        let status = report.status.map(|status| i64::from(status.as_u16()));
        attributes.extend(status.map(|status| KeyValue::new("http.response.status_code", status)));
        let error_type = report.error_type.clone();
        attributes.extend(error_type.map(|error| KeyValue::new("error.type", error)));
        self.duration.record(report.duration.as_secs_f64(), &attributes);
    }
}
