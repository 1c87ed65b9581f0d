// Has sqlmap try every parameter of the operations of a running server's OpenAPI document, at level 3: query, body, path, and the
// headers it tries by itself (User-Agent, Referer).
// Usage: HOLDFAST_KEY=... node inject.mjs URL [PATTERN] [SECONDS]   PATTERN names operations by their ids (all where not given), SECONDS
// is the most that one operation may take (600). Prints one line for each operation and one JSON object at the end.
// Start the server with --requests-per-minute 1000000, or the limit of requests answers in place of the operations.
import { spawnSync } from 'node:child_process';

const [url, pattern, seconds] = [process.argv[2], new RegExp(process.argv[3] ?? '.'), Number(process.argv[4] ?? 600)];
const authorization = `Bearer ${process.env.HOLDFAST_KEY}`;
const document = await (await fetch(`${url}/api/openapi.json`, { headers: { authorization } })).json();

// What makes worlds, takes the server away from under the test, or stores files.
const left = new Set(['run', 'init', 'simulateBank', 'simulateWorld', 'simulateStep', 'simulatePlay', 'backup', 'restore', 'storeExport', 'storeCompact', 'endKey', 'signOut', 'bringFile']);
const shape = schema => schema?.$ref ? shape(schema.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], document)) : schema ?? {};
const plain = value => Array.isArray(value) ? value.join(',') : String(value);

function example(told) {
  const type = [told.type ?? 'string'].flat().find(one => one !== 'null');
  return told.enum ? told.enum.find(word => word !== null) : { integer: 12, number: 0.5, boolean: true, array: ['a'], object: {} }[type] ?? 'abc';
}

const outcomes = [];
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (method === 'parameters' || left.has(operation.operationId) || !pattern.test(operation.operationId)) continue;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].filter(one => one.in !== 'header');
    const query = new URLSearchParams(parameters.filter(one => one.in === 'query').map(one => [one.name, plain(one.example)]));
    const address = parameters.filter(one => one.in === 'path').reduce((at, one) => at.replace(`{${one.name}}`, `${plain(one.example)}*`), path);
    const body = operation.requestBody?.content?.['application/json'];
    const given = body && Object.fromEntries(Object.entries(shape(body.schema).properties ?? {}).map(([name, one]) => [name, body.example?.[name] ?? example(shape(one))]));
    const tried = parameters.length + Object.keys(given ?? {}).length;
    if (tried === 0) continue;
    const options = ['-u', `${url}${address}${query.size ? `?${query}` : ''}`, '--method', method.toUpperCase(), '-H', `Authorization: ${authorization}`,
      '--level', '3', '--batch', '--flush-session', '--threads', '8', '--timeout', '10', '--retries', '1', '--ignore-code', '*', '--disable-coloring'];
    if (given) options.push('-H', 'Content-Type: application/json', '--data', JSON.stringify(given));
    const began = Date.now();
    const told = spawnSync('sqlmap', options, { encoding: 'utf8', timeout: seconds * 1000, maxBuffer: 1 << 28 });
    const text = `${told.stdout}${told.stderr}`;
    const outcome = {
      operation: operation.operationId,
      parameters: tried,
      found: /identified the following injection point|is vulnerable|appears to be '[^']*' injectable/.test(text),
      ended: told.status === 0 && /(do not appear to be injectable|identified the following injection point)/.test(text),
      clean: (text.match(/does not seem to be injectable/g) ?? []).length,
      seconds: Math.round((Date.now() - began) / 1000),
    };
    outcomes.push(outcome);
    console.log(JSON.stringify(outcome));
    if (outcome.found || (!outcome.ended && told.status !== null)) console.log(text.slice(-1500));
  }
}

console.log(JSON.stringify({ operations: outcomes.length, parameters: outcomes.reduce((sum, one) => sum + one.parameters, 0), found: outcomes.filter(one => one.found).length, notEnded: outcomes.filter(one => !one.ended).map(one => one.operation) }));
