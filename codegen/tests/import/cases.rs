//! The kinds of changes.

/// A change of the document: each text is replaced once, by the other. A name that begins with
/// `refused` is of a document that cannot be imported.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) changes: &'static [(&'static str, &'static str)],
}

const fn case(name: &'static str, changes: &'static [(&'static str, &'static str)]) -> Case {
    Case { name, changes }
}

/// The document is of the month of ours.
const VERSION: &str = "version: 2026-10-20";

const DELETE: &str = "  /v3/alipay/tea/order/delete:
    delete:
      description: 官方说明
      operationId: alipay.tea.order.delete
      parameters:
      - description: 官方说明
        in: query
        name: order_id
        required: true
        schema:
          type: string
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/AlipayTeaOrderDeleteResponseModel'
          description: common response
      summary: 删除
      tags:
      - alipay.tea.order
  /v3/alipay/tea/order/{order_id}/query:
";

const DELETE_MODELS: &str = "    AlipayTeaOrderDeleteResponseModel:
      properties:
        history:
          additionalProperties:
            type: integer
          type: object
        address:
          $ref: '#/components/schemas/TeaAddress'
        order_id:
          description: 官方说明
          type: string
        steps:
          description: 官方说明
          items:
            $ref: '#/components/schemas/TeaStep'
          type: array
      type: object
    TeaStep:
      properties:
        name:
          description: 官方说明
          type: string
      type: object
    AlipayTeaOrderQueryErrorResponseModel:
";

const COFFEE: &str = "  /v3/alipay/coffee/cup/fill:
    post:
      description: 官方说明
      operationId: alipay.coffee.cup.fill
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                picture:
                  type: string
                  format: binary
                  description: 官方说明
      responses:
        '200':
          content:
            text/event-stream:
              schema:
                $ref: '#/components/schemas/TeaAddress'
          description: common response
      summary: 咖啡
      tags:
      - alipay.coffee.cup
  /v3/alipay/tea/order/create:
";

const OLD: &str = "  /v3/alipay/tea/order/old:
    post:
      operationId: alipay.tea.order.old
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
          description: common response
      summary: 旧接口
      tags:
      - alipay.tea.order
  /v3/alipay/tea/order/{order_id}/query:
";

pub(crate) const CASES: &[Case] = &[
    case("newer_date", &[(VERSION, "version: 2026-12-01")]),
    case("no_date", &[(VERSION, "version: '1.0'")]),
    case(
        "operation_added",
        &[
            ("  /v3/alipay/tea/order/{order_id}/query:\n", DELETE),
            ("    AlipayTeaOrderQueryErrorResponseModel:\n", DELETE_MODELS),
        ],
    ),
    case("family_added", &[("  /v3/alipay/tea/order/create:\n", COFFEE)]),
    case(
        "operation_withdrawn",
        &[
            (VERSION, "version: 2026-11-01"),
            ("operationId: alipay.toy.box.create", "operationId: alipay.toy.box.make"),
            ("/v3/alipay/toy/box/create", "/v3/alipay/toy/box/make"),
        ],
    ),
    case("operation_back", &[("  /v3/alipay/tea/order/{order_id}/query:\n", OLD)]),
    case(
        "operation_deprecated",
        &[(
            "operationId: alipay.toy.box.create",
            "operationId: alipay.toy.box.create\n      deprecated: true",
        )],
    ),
    case("path_changed", &[("/v3/alipay/tea/order/create", "/v3/alipay/tea/orders")]),
    case(
        "path_parameter_added",
        &[
            (
                "/v3/alipay/tea/order/{order_id}/query",
                "/v3/alipay/tea/{shop}/order/{order_id}/query",
            ),
            (
                "      parameters:\n      - description",
                "      parameters:\n      - {in: path, name: shop, required: true, schema: {type: integer}}\n      - description",
            ),
        ],
    ),
    case("method_changed", &[("order/create:\n    post:", "order/create:\n    put:")]),
    case(
        "group_changed",
        &[
            ("- alipay.tea.photo", "- alipay.tea.picture"),
            ("operationId: alipay.tea.photo.upload", "operationId: alipay.tea.photo.upload"),
        ],
    ),
    case("family_changed", &[("- alipay.tea.photo", "- alipay.toy.photo")]),
    case("title_changed", &[("summary: 下单", "summary: 下单接口")]),
    case(
        "query_parameter_added",
        &[(
            "        name: page_size",
            "        name: scene\n        schema:\n          enum: [B, A]\n          type: string\n      - in: query\n        name: page_size",
        )],
    ),
    case(
        "query_parameter_gone",
        &[("        in: query\n        name: scope", "        in: query\n        name: order_id")],
    ),
    case(
        "query_parameter_type_changed",
        &[("schema:\n          type: integer", "schema:\n          type: string")],
    ),
    case(
        "query_parameter_required",
        &[("name: scope\n        required: false", "name: scope\n        required: true")],
    ),
    case(
        "query_parameter_value_added",
        &[("example: 官方说明\n          type: string", "enum: [ALL]\n          type: string")],
    ),
    case(
        "body_added",
        &[(
            "    get:\n",
            "    get:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/TeaAddress'}}}}\n",
        )],
    ),
    case(
        "body_gone",
        &[(
            "      requestBody:\n        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/AlipayToyBoxCreateModel'\n        required: false\n",
            "",
        )],
    ),
    case(
        "body_changed_to_a_form",
        &[(
            "          application/json:\n            schema:\n              $ref: '#/components/schemas/AlipayToyBoxCreateModel'",
            "          multipart/form-data:\n            schema:\n              type: object\n              properties:\n                data: {$ref: '#/components/schemas/AlipayToyBoxCreateModel'}\n                photo: {type: string, format: binary}",
        )],
    ),
    case(
        "file_added",
        &[(
            "        photo:\n          format: binary",
            "        back:\n          format: binary\n          description: 官方说明\n          type: string\n        photo:\n          format: binary",
        )],
    ),
    case(
        "file_gone",
        &[("        photo:\n          format: binary\n          type: string\n", "")],
    ),
    case(
        "response_changed",
        &[(
            "    AlipayTeaOrderQueryResponseModel:\n      type: object",
            "    AlipayTeaOrderQueryResponseModel:\n      type: object\n      properties:\n        order_id:\n          type: string",
        )],
    ),
    case(
        "status_changed",
        &[
            (
                "              schema:\n                $ref: '#/components/schemas/AlipayTeaOrderQueryResponseModel'",
                "              schema: {type: object}",
            ),
            (
                "        \"200\":\n          content:\n            application/json:\n              schema: {type: object}",
                "        \"201\":\n          content:\n            application/json:\n              schema: {type: object}",
            ),
        ],
    ),
    case("code_added", &[("          - SOLD_OUT\n", "          - SOLD_OUT\n          - NO_TEA\n")]),
    case(
        "first_code_added",
        &[(
            "        \"200\":\n          content:\n            application/json:\n              schema:\n                type: object\n          description: common response\n      summary: 玩具",
            "        \"200\":\n          content:\n            application/json:\n              schema:\n                type: object\n          description: common response\n        default:\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/alipay_tea_order_query_default_response'\n          description: 请求失败\n      summary: 玩具",
        )],
    ),
    case("code_gone", &[("          - SOLD_OUT\n", "")]),
    case(
        "platform_code_added",
        &[(
            "          - invalid-method\n",
            "          - invalid-method\n          - suspected-attack\n",
        )],
    ),
    case("platform_code_gone", &[("          - invalid-method\n", "")]),
    case(
        "field_added",
        &[(
            "        note:\n          type: string\n",
            "        note:\n          type: string\n        color:\n          description: 官方说明\n          type: string\n        city:\n          items: {$ref: '#/components/schemas/TeaAddress'}\n          type: array\n",
        )],
    ),
    case("field_gone", &[("        note:\n          type: string\n", "")]),
    case(
        "field_type_changed",
        &[("          example: \"1.00\"\n          type: string", "          type: integer")],
    ),
    case(
        "field_type_changed_to_a_model",
        &[(
            "          description: 官方说明\n          example: \"1.00\"\n          type: string",
            "          $ref: '#/components/schemas/TeaAddress'",
        )],
    ),
    case("field_value_added", &[("          - PAID\n", "          - PAID\n          - CLOSED\n")]),
    case("field_value_gone", &[("          - PAID\n", "")]),
    case(
        "field_required",
        &[(
            "    AlipayToyBoxCreateModel:\n",
            "    AlipayToyBoxCreateModel:\n      required: [label]\n",
        )],
    ),
    case(
        "field_deprecated",
        &[(
            "        note:\n          type: string\n",
            "        note:\n          deprecated: true\n          type: string\n",
        )],
    ),
    case(
        "field_limited",
        &[(
            "        note:\n          type: string\n",
            "        note:\n          maxLength: 64\n          type: string\n",
        )],
    ),
    case(
        "query_parameter_deprecated",
        &[("        name: scope\n", "        name: scope\n        deprecated: true\n")],
    ),
    case(
        "inline_object_added",
        &[(
            "        note:\n          type: string\n",
            "        note:\n          type: object\n          properties:\n            line:\n              description: 官方说明\n              type: string\n",
        )],
    ),
    case(
        "model_shared_by_families",
        &[
            (
                "        label:\n          type: string\n",
                "        label:\n          type: string\n        address:\n          $ref: '#/components/schemas/TeaAddress'\n        wrap:\n          $ref: '#/components/schemas/Wrap'\n",
            ),
            (
                "        note:\n          type: string\n",
                "        note:\n          type: string\n        wrap:\n          $ref: '#/components/schemas/Wrap'\n",
            ),
            (
                "    TeaAddress:\n",
                "    Wrap:\n      properties:\n        paper:\n          type: string\n      type: object\n    TeaAddress:\n",
            ),
        ],
    ),
    case(
        "refused_schema_of_another_protocol",
        &[
            (
                "    TeaAddress:\n",
                "    AlipayTeaPagePayModel:\n      properties:\n        amount:\n          type: string\n      type: object\n    TeaAddress:\n",
            ),
            (
                "              schema:\n                type: object",
                "              schema:\n                $ref: '#/components/schemas/AlipayTeaPagePayModel'",
            ),
        ],
    ),
    case(
        "older_document_adds_and_corrects_nothing",
        &[
            (VERSION, "version: 2024-07-05"),
            ("summary: 下单", "summary: 下单接口"),
            ("/v3/alipay/tea/order/create", "/v3/alipay/tea/orders"),
            ("          example: \"1.00\"\n          type: string", "          type: integer"),
            ("operationId: alipay.toy.box.create", "operationId: alipay.toy.box.make"),
            ("/v3/alipay/toy/box/create", "/v3/alipay/toy/box/make"),
            ("          - SOLD_OUT\n", "          - NO_TEA\n"),
            ("        note:\n          type: string\n", "        color:\n          type: string\n"),
        ],
    ),
    case(
        "older_document_has_what_was_withdrawn",
        &[(VERSION, "version: 2024-07-05"), ("  /v3/alipay/tea/order/{order_id}/query:\n", OLD)],
    ),
    case("refused_group_that_gives_no_name", &[("- alipay.toy.box", "- alipay.../../x.box")]),
];
