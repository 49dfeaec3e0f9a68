{% for import in imports -%}
{{ import }}
{% endfor %}
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
{%- if protocol == Protocol::Top %}
    let client = TopClient::builder()
        .app_key("23456789")
        .secret(std::env::var("TOP_SECRET")?)
        // For operations that need the authorisation of a user:
        // .session(std::env::var("TOP_SESSION")?)
        .build()?;
{%- else %}
    let client = Client::builder()
        .app_id("2021000000000000")
        .private_key(std::fs::read_to_string("app_private_key.pem")?)
        // Key mode:
        .alipay_public_key(std::fs::read_to_string("alipay_public_key.pem")?)
        // Certificate mode, instead of the line above:
        // .certificates(
        //     std::fs::read_to_string("appCertPublicKey.crt")?,
        //     std::fs::read_to_string("alipayCertPublicKey_RSA2.crt")?,
        //     std::fs::read_to_string("alipayRootCert.crt")?,
        // )
        // Where the application encrypts its calls:
        // .encrypt_key(std::env::var("ALIPAY_ENCRYPT_KEY")?)
        .build()?;
{%- endif %}

{% for statement in statements -%}
{{ "    " }}{{ statement }}
{% endfor -%}
{% match carrier -%}
{% when Carrier::Browser -%}
{{ "    " }}let page = call.page_execute().await?;
    println!("answer the browser with this: {}", page.form());
    println!("or redirect it here: {}", page.link());
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