{% if protocol == Protocol::Top %}
    let client = TopClient::builder()
        .app_key("23456789")
        .secret(std::env::var("TOP_SECRET")?)
        // For operations that need the authorization of a user:
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
