// Calls a gateway through the official Node SDK. The command line names a JSON file: the options of
// `AlipaySdk`. Each line of standard input is a call in JSON; each is answered with a line in JSON.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { AlipayFormData, AlipaySdk } from 'alipay-sdk';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (config.keyType === 'PKCS1') {
  const key = createPrivateKey(config.privateKey).export({ type: 'pkcs1', format: 'der' });
  config.privateKey = key.toString('base64');
}
const sdk = new AlipaySdk(config);

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await outcome(JSON.parse(line)))}\n`);
}

async function outcome({ method, path, form, ...options }) {
  try {
    const answer = await sdk.curl(method, path, { ...options, form: form && formData(form) });
    return { status: answer.responseHttpStatus, traceId: answer.traceId, data: answer.data };
  } catch (error) {
    const { name, code, message, responseHttpStatus: status, traceId } = error;
    return { error: name, code, message, status, traceId };
  }
}

function formData({ fields, files }) {
  const form = new AlipayFormData();
  for (const [name, value] of Object.entries(fields)) form.addField(name, value);
  for (const { part, name, content } of files) form.addFile(part, name, Buffer.from(content));
  return form;
}
