"""Calls a gateway through a Python SDK of Alipay: `call.py CLIENT CONFIG`.

CLIENT is `official` (PyPI alipay-sdk-python) or `fzlee` (PyPI python-alipay-sdk). CONFIG is a file
with its options in JSON. Each line of standard input is a call in JSON; each is answered with a
line in JSON.
"""

import base64
import json
import sys
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit


def bare(pem):
    return "".join(line for line in pem.splitlines() if not line.startswith("-"))


class Form(HTMLParser):
    """A form as a browser reads it."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.action = attributes["action"]
        elif attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes["value"]


class Official:
    """The official SDK. It has one mode: a public key."""

    def __init__(self, config):
        from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
        from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
        from alipay.aop.api.util import SignatureUtils, WebUtils
        from pyasn1.codec.der import decoder

        # It always calls port 80 or 443. This is the only thing that is changed in it.
        address = urlsplit(config["gateway"])

        def connection(url, query, timeout):
            plain = WebUtils.httplib.HTTPConnection(address.netloc, timeout=timeout)
            return f"{address.path}?{query}", plain

        WebUtils.get_http_connection = connection
        options = AlipayClientConfig()
        options.server_url = config["gateway"]
        options.app_id = config["app_id"]
        # It takes keys without PEM around them, and a private one in PKCS#1.
        pkcs8 = base64.b64decode(bare(config["private_key"]))
        pkcs1 = decoder.decode(pkcs8)[0][2].asOctets()
        options.app_private_key = base64.b64encode(pkcs1).decode()
        options.alipay_public_key = bare(config["alipay_public_key"])
        self.client = DefaultAlipayClient(options)
        self.keys = options
        self.signatures = SignatureUtils
        # It has no certificate mode, but takes any parameter.
        self.certificates = config.get("serials", {})

    def request(self, call):
        from importlib import import_module

        from alipay.aop.api.FileItem import FileItem

        name = "".join(part.capitalize() for part in call["method"].split(".")) + "Request"
        request = getattr(import_module(f"alipay.aop.api.request.{name}"), name)()
        if "content" in call:
            request.biz_content = call["content"]
        for name, value in call.get("beside", {}).items():
            # Parameters that it has no name for are added as they are.
            if hasattr(request, name):
                setattr(request, name, value)
            else:
                request.add_other_text_param(name, value)
        for name, value in self.certificates.items():
            request.add_other_text_param(name, value)
        for part, (name, content) in call.get("files", {}).items():
            setattr(request, part, FileItem(file_name=name, file_content=base64.b64decode(content)))
        return request

    def execute(self, call):
        return json.loads(self.client.execute(self.request(call)))

    def page(self, call):
        request = self.request(call)
        link = self.client.page_execute(request, http_method="GET")
        form = Form(self.client.page_execute(request))
        return {"link": link, "action": form.action, "fields": form.fields}

    def app(self, call):
        return self.client.sdk_execute(self.request(call))

    def verify(self, call):
        parameters = dict(parse_qsl(call["form"], keep_blank_values=True))
        signature = parameters.pop("sign")
        parameters.pop("sign_type")
        text = self.signatures.get_sign_content(parameters).encode()
        return self.signatures.verify_with_rsa(self.keys.alipay_public_key, text, signature)

    def sign(self, call):
        text = self.signatures.get_sign_content(call["parameters"])
        return self.signatures.sign_with_rsa2(self.keys.app_private_key, text, "utf-8")


class Fzlee:
    """The SDK that is used most. It sends all parameters in the query of a GET, and no files."""

    def __init__(self, config):
        from alipay import AliPay, DCAliPay

        certificates = config.get("certificates")
        if certificates:
            self.client = DCAliPay(
                appid=config["app_id"],
                app_private_key_string=config["private_key"],
                app_public_key_cert_string=certificates["app"],
                alipay_public_key_cert_string=certificates["alipay"],
                alipay_root_cert_string=certificates["root"],
            )
        else:
            self.client = AliPay(
                appid=config["app_id"],
                app_private_key_string=config["private_key"],
                alipay_public_key_string=config["alipay_public_key"],
            )
        self.gateway = self.client._gateway = config["gateway"]

    def execute(self, call):
        # What it has a method for is called by that.
        name = "api_" + call["method"].replace(".", "_")
        method = getattr(self.client, name, None)
        if method and "arguments" in call:
            return method(**call["arguments"])
        if method and "beside" not in call and call["method"] != "alipay.fund.trans.uni.transfer":
            return method(**call["content"])
        return self.client.server_api(call["method"], call.get("content"), **call.get("beside", {}))

    def signed(self, call):
        method = getattr(self.client, "api_" + call["method"].replace(".", "_"))
        return method(**call["content"], **call.get("beside", {}))

    def page(self, call):
        return {"link": f"{self.gateway}?{self.signed(call)}"}

    def app(self, call):
        return self.signed(call)

    def verify(self, call):
        parameters = dict(parse_qsl(call["form"], keep_blank_values=True))
        return self.client.verify(parameters, parameters.pop("sign"))

    def sign(self, call):
        return dict(parse_qsl(self.client.sign_data(call["parameters"])))["sign"]


def outcome(client, call):
    try:
        return {"done": getattr(client, call.pop("do"))(call)}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        config = json.load(file)
    client = {"official": Official, "fzlee": Fzlee}[sys.argv[1]](config)
    for line in sys.stdin:
        print(json.dumps(outcome(client, json.loads(line))), flush=True)


main()
