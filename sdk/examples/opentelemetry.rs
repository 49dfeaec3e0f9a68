//! A span for each attempt of a call, and the figures of all calls, in an OpenTelemetry collector:
//! that of `OTEL_EXPORTER_OTLP_ENDPOINT`, or the one of this machine.
//!
//! ```text
//! cargo run -p alipay-sdk --features opentelemetry --example opentelemetry
//! ```

mod support;

use std::error::Error;

use alipay_gateway::{Fault, FaultRule, Gateway};
use alipay_sdk::OpenTelemetryMetrics;
use alipay_sdk::model::AlipayTradeQueryModel;
use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{MetricExporter, Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Level;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let resource = Resource::builder().with_service_name("shop").build();

    let spans = SpanExporter::builder().with_http().with_protocol(Protocol::HttpJson).build()?;
    let tracers = SdkTracerProvider::builder()
        .with_batch_exporter(spans)
        .with_resource(resource.clone())
        .build();
    let calls = Targets::new().with_target("alipay_sdk", Level::INFO);
    let layer = tracing_opentelemetry::layer().with_tracer(tracers.tracer("shop"));
    tracing::subscriber::set_global_default(
        tracing_subscriber::registry().with(layer.with_filter(calls)),
    )?;

    let figures =
        MetricExporter::builder().with_http().with_protocol(Protocol::HttpJson).build()?;
    let meters =
        SdkMeterProvider::builder().with_periodic_exporter(figures).with_resource(resource).build();

    let gateway = Gateway::start().await?;
    let client = support::builder(&gateway)
        .metrics(OpenTelemetryMetrics::new(&meters.meter("shop")))
        .build()?;

    // The first attempt fails, the second is told that there is no such trade.
    gateway.fault(FaultRule { operation: None, fault: Fault::BadGateway, times: Some(1) });
    let order = AlipayTradeQueryModel::new().out_trade_no("T1");
    if let Err(error) = client.alipay_trade().query(&order).await {
        println!("{error}, after {} earlier attempts", error.earlier().len());
    }

    // Both send what they hold.
    tokio::task::spawn_blocking(move || {
        tracers.shutdown()?;
        meters.shutdown()
    })
    .await??;
    Ok(())
}
