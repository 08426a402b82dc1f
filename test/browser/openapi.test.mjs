// The description of the API for programs: valid by the specification's own schema, and complete.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startServer } from './kit.mjs';

const packages = createRequire(new URL('../../web/package.json', import.meta.url));

let server;
let document;
before(async () => {
  server = await startServer();
  const answer = await fetch(`${server.url}/api/openapi.json`);
  assert.equal(answer.status, 200);
  document = await answer.json();
});
after(() => server?.stop());

test('it is a valid OpenAPI document', async () => {
  const { Validator } = await import(
    packages.resolve('@seriousme/openapi-schema-validator')
  );
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors?.slice?.(0, 5) ?? errors));
});

test('every route that the session knows is in it, with its permission', async () => {
  const missing = server.admin.view.routes.filter((route) => {
    const [method, path] = route.split(' ');
    return !document.paths[path]?.[method.toLowerCase()]?.['x-permission'];
  });
  assert.deepEqual(missing, []);
});

test('names of operations are unique and every reference leads somewhere', () => {
  const names = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  assert.equal(new Set(names).size, names.length);
  const references = JSON.stringify(document).match(/"#\/components\/schemas\/[^"]+"/g) ?? [];
  for (const reference of new Set(references))
    assert.ok(document.components.schemas[JSON.parse(reference).split('/').pop()], reference);
});

test('the verbs of the command line stand beside the routes', () => {
  const verbs = document['x-commands'].map((command) => command.verb);
  for (const verb of ['assess', 'token create', 'audit verify']) assert.ok(verbs.includes(verb), verb);
});
