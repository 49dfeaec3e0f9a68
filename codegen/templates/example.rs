{% for import in imports -%}
{{ import }}
{% endfor %}
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
{%- include "example-client.rs" %}

{% for statement in statements -%}
{{ "    " }}{{ statement }}
{% endfor -%}
{% match carrier -%}
{% when Carrier::Browser -%}
{{ "    " }}let page = call.page_execute().await?;
    println!("answer the browser with this: {}", page.form());
    println!("or redirect it here: {}", page.link());
{%- when Carrier::Either -%}
{{ "    " }}let page = call.page_execute().await?;
    println!("answer the browser with this: {}", page.form());
    println!("or redirect it here: {}", page.link());
    // In place of a page, for an app: call.sdk_execute().await?
{%- when Carrier::App -%}
{{ "    " }}println!("hand this to the app: {}", call.sdk_execute().await?);
{%- when Carrier::Server -%}
{{ "    " }}match call.await {
{%- match response %}
{%- when Shown::Status %}
        Ok(response) => println!("status: {}", response.status()),
{%- when Shown::Length %}
        Ok(file) => println!("{} bytes", file.len()),
{%- when Shown::Events %}
        Ok(response) => {
            let mut events = response.into_inner();
            while let Some(event) = events.next().await {
                println!("{:?}", event?);
            }
        }
{%- when Shown::All %}
        Ok(response) => println!("{response:?}"),
{%- when Shown::Field(field) %}
        Ok(response) => println!("{:?}", response.{{ field }}),
{%- endmatch %}
{%- if writes %}
        Err(error) if error.is_unknown_outcome() => {
            eprintln!("find out what became of it before you retry it: {error}");
        }
{%- endif %}
        Err(error) => eprintln!("status {:?}, code {:?}: {error}", error.status(), error.code()),
    }
{%- endmatch %}
    Ok(())
}