// Sends random requests made from the server's own OpenAPI document and holds every answer to it.
// Usage: HOLDFAST_KEY=KEY[,KEY...] node walk.mjs URL COUNT SEED   Each request carries one of the keys; the first reads the document. Prints one JSON object: sent, answers by status, faults.
import Ajv2020 from 'ajv/dist/2020.js';

const [url, count, seed] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const keys = process.env.HOLDFAST_KEY.split(',');
const as = key => ({ authorization: `Bearer ${key}` });
const document = await (await fetch(`${url}/api/openapi.json`, { headers: as(keys[0]) })).json();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'holdfast', ...document });

// mulberry32: small, and the same numbers everywhere.
let state = seed >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = list => list[Math.floor(random() * list.length)];
const chance = share => random() < share;

// What takes long or makes worlds is asked for with a property that does not exist, so that nothing is performed.
const neverPerformed = new Set(['run', 'init', 'simulateBank', 'simulateWorld', 'simulateStep', 'simulatePlay', 'simulateEvaluate', 'storeCompact', 'storeExport', 'backup', 'restore']);
// The walk must not lock itself out.
const notWalked = new Set(['endKey', 'peopleChange', 'signOut', 'changePassword', 'setSecondFactor']);

const strange = ['', ' ', '0', '-1', '1e309', 'NaN', 'null', '2025-02-30', '2025-12-31', '../../etc/passwd', '%00', 'ա', 'سلام', '𝔘', "' OR 1=1 --", '<script>', 'x'.repeat(5000), 'churn.csv', 'months', 'left', 'C-1', '1', '2', '3'];
const shape = schema => schema?.$ref ? shape(schema.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], document)) : schema ?? {};
const types = schema => [schema.type ?? (schema.enum ? 'enum' : 'string')].flat().filter(type => type !== 'null');

function value(schema, depth = 0) {
  const told = shape(schema);
  if (chance(0.12)) return pick([...strange, 1, -1, 0.5, 1e300, true, null, [], {}, ['a', 1]]);
  if (told.enum) return pick(told.enum);
  switch (pick(types(told))) {
    case 'integer': return Math.floor((random() - 0.2) * 10 ** Math.floor(random() * 12));
    case 'number': return (random() - 0.2) * 10 ** Math.floor(random() * 6);
    case 'boolean': return chance(0.5);
    case 'array': return Array.from({ length: Math.floor(random() * 4) }, () => value(told.items ?? {}, depth + 1));
    case 'object': return depth > 3 ? {} : Object.fromEntries(Object.entries(told.properties ?? {}).filter(([name]) => (told.required ?? []).includes(name) ? !chance(0.05) : chance(0.4)).map(([name, one]) => [name, value(one, depth + 1)]));
    default: return pick(strange);
  }
}

function request(path, method, operation, item) {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  const query = new URLSearchParams();
  const sent = { method: method.toUpperCase(), headers: as(pick(keys)) };
  let address = path;
  for (const parameter of parameters) {
    const given = value(parameter.schema);
    const text = Array.isArray(given) ? given.join(',') : typeof given === 'object' ? JSON.stringify(given) : String(given);
    if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, encodeURIComponent(text || 'none'));
    else if (parameter.in === 'header' && chance(0.3) && /^[\x21-\x7e]*$/.test(text)) sent.headers[parameter.name] = text;
    else if (parameter.in === 'query' && (parameter.required ? !chance(0.05) : chance(0.4))) query.append(parameter.name, text);
  }
  if (chance(0.05)) query.append(pick(strange).slice(0, 40) || 'x', 'y');
  const body = operation.requestBody?.content;
  if (body?.['application/json']) {
    const made = value(body['application/json'].schema);
    if (neverPerformed.has(operation.operationId) && made && typeof made === 'object' && !Array.isArray(made)) made['no-such-thing'] = 1;
    sent.headers['content-type'] = chance(0.03) ? 'text/plain' : 'application/json';
    if (chance(0.2)) sent.headers['Idempotency-Key'] = `k${Math.floor(random() * 50)}`;
    const text = JSON.stringify(made);
    sent.body = chance(0.04) && !neverPerformed.has(operation.operationId) ? text.slice(0, Math.floor(random() * text.length)) : text;
    if (neverPerformed.has(operation.operationId) && (made === null || typeof made !== 'object' || Array.isArray(made))) sent.body = '{"no-such-thing":1}';
  } else if (body) sent.body = pick(strange);
  const search = query.toString();
  return { address: address + (search ? `?${search}` : ''), sent };
}

const validators = new Map();
function check(operation, key, status, type, text) {
  let told = operation.responses[status];
  if (!told) return `status ${status} is not in the document`;
  const pointer = told.$ref ?? null;
  told = pointer ? shape(told) : told;
  if (!told.content) return text.length === 0 ? null : `an answer without content had ${text.length} characters`;
  const media = type.split(';')[0];
  const content = told.content[media];
  if (!content) return `type ${media} is not in the document for ${status}`;
  if (!media.endsWith('json')) return null;
  const where = pointer ? `holdfast${pointer}/content/${media.replaceAll('/', '~1')}/schema` : `holdfast#/paths/${key}/responses/${status}/content/${media.replaceAll('/', '~1')}/schema`;
  if (!validators.has(where)) validators.set(where, ajv.compile({ $ref: where.replaceAll('{', '%7B').replaceAll('}', '%7D') }));
  const validate = validators.get(where);
  return validate(JSON.parse(text)) ? null : ajv.errorsText(validate.errors);
}

const routes = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item)
  .filter(([method, operation]) => method !== 'parameters' && !notWalked.has(operation.operationId))
  .map(([method, operation]) => ({ path, method, operation, item })));
const faults = [];
const answers = {};
const followings = {};
for (let i = 0; i < count; i++) {
  const { path, method, operation, item } = pick(routes);
  const { address, sent } = request(path, method, operation, item);
  const answer = await fetch(url + address, { ...sent, redirect: 'manual' });
  const text = await answer.text();
  answers[answer.status] = (answers[answer.status] ?? 0) + 1;
  const fault = answer.status >= 500 ? `status ${answer.status}: ${text.slice(0, 300)}` : check(operation, `${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`, String(answer.status), answer.headers.get('content-type') ?? '', text);
  if (fault && faults.length < 20) faults.push(`${sent.method} ${address} ${String(sent.body ?? '').slice(0, 300)}: ${fault}`);
  const further = answer.status === 202 ? answer.headers.get('location') : /<([^>]*)>/.exec(answer.headers.get('link') ?? '')?.[1];
  if (!further) continue;
  // A job that was taken is there for who asked, and a page that is told of can be read.
  const followed = await fetch(url + further, { headers: { authorization: sent.headers.authorization } });
  followings[followed.status] = (followings[followed.status] ?? 0) + 1;
  if (![200, 429].includes(followed.status) && faults.length < 20) faults.push(`GET ${further} after ${sent.method} ${address}: status ${followed.status}: ${(await followed.text()).slice(0, 300)}`);
}
console.log(JSON.stringify({ sent: count, answers, followings, faults }, null, 1));
