/**
 * What may import what. `tests/architecture.test.ts` also asserts that the modules were seen: a cruise that parses nothing finds
 * nothing wrong.
 */
const moduleFile = (suffix) => `^src/modules/[^/]+/[^/]+\\.${suffix}\\.ts$`;
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid('no-circular-files', {}, { circular: true }, 'No file refers to itself over others.'),
    forbid(
      'shared-is-a-leaf',
      { path: '^src/shared/' },
      { pathNot: '^src/shared/|node_modules/temporal-polyfill' },
      'shared knows nothing of ours, and one library.',
    ),
    forbid(
      'rules-are-pure',
      { path: '\\.rules\\.ts$' },
      { pathNot: '\\.rules\\.ts$|^src/shared/|node_modules/temporal-polyfill' },
      'Rules: plain data in, plain data out. No ORM, no GraphQL, no Node, no npm.',
    ),
    forbid(
      'entities-map-only',
      { path: '^src/modules/.*\\.entity\\.ts$' },
      { pathNot: '\\.entity\\.ts$|\\.rules\\.ts$|^src/shared/|^src/kit/entity\\.ts$|^src/access/actor\\.ts$|node_modules/@mikro-orm' },
      'Entities hold mapping only.',
    ),
    forbid(
      'types-are-shapes',
      { path: moduleFile('type') },
      {
        pathNot:
          '\\.type\\.ts$|\\.rules\\.ts$|^src/shared/|^src/kit/(graphql|scalars|figure)\\.ts$|^src/access/actor\\.ts$|node_modules/(type-graphql|graphql-scalars)',
      },
      'GraphQL types are shapes: no entity, no service.',
    ),
    forbid(
      'services-know-no-outside',
      { path: moduleFile('service') },
      {
        path: '^src/runtime/|^integrations/|\\.(type|resolver|jobs)\\.ts$|node_modules/(graphql|type-graphql|nodemailer|node-cron|express|undici)/',
      },
      'Services reach neither GraphQL, mail, cron nor the exchange.',
    ),
    forbid(
      'modules-meet-by-their-front',
      { path: '^src/modules/([^/]+)/' },
      {
        path: '^src/modules/([^/]+)/',
        pathNot: '^src/modules/$1/|\\.(entity|service|rules|type)\\.ts$|^src/modules/ingestion/connector\\.ts$',
      },
      "A module imports only another's entity, service, rules and type.",
    ),
    forbid(
      'modules-know-no-runtime',
      { path: '^src/modules/' },
      { path: '^src/runtime/|^integrations/|^src/app\\.ts$' },
      'The composition root brings the outside in.',
    ),
    forbid(
      'kit-access-runtime-know-no-module',
      { path: '^src/(kit|access|runtime|shared)/' },
      { path: '^src/modules/|^integrations/' },
      'Machinery knows no feature.',
    ),
    forbid(
      'kit-and-access-know-no-runtime',
      { path: '^src/(kit|access)/' },
      { path: '^src/runtime/' },
      'The words modules are written in need no machinery.',
    ),
    forbid(
      'integrations-stand-alone',
      { path: '^integrations/([^/]+)/' },
      { path: '^(src|integrations)/', pathNot: '^integrations/($1|tunduk)/|^src/modules/ingestion/connector\\.ts$|^src/shared/' },
      'A connector knows the transport, the port and shared.',
    ),
    forbid(
      'exchange-calls-the-same-services',
      { path: '^src/exchange/' },
      { path: '^src/', pathNot: '^src/(exchange|kit|access|shared)/|^src/modules/[^/]+/[^/]+\\.(entity|service|rules)\\.ts$' },
      'What agencies read comes from the services, kit, access and shared; never from GraphQL or the runtime.',
    ),
    forbid(
      'only-the-root-opens-the-exchange',
      { path: '^src/', pathNot: '^src/(exchange/|app\\.ts$)' },
      { path: '^src/exchange/' },
      'The exchange is a door, as GraphQL is: nothing is built on it.',
    ),
    forbid(
      'only-main-and-commands-import-app',
      { path: '^src/', pathNot: '^src/(main|commands|import-command|probe-command|app)\\.ts$' },
      { path: '^src/app\\.ts$' },
      'One composition root.',
    ),
    forbid(
      'product-knows-no-tests',
      { path: '^(src|integrations)/' },
      { path: '^(tests|scripts|bench)/' },
      'Simulators live in tests/support.',
    ),
    forbid(
      'no-dev-dependencies',
      { path: '^(src|integrations)/' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
      'The product runs without what develops it.',
    ),
    forbid(
      'no-unlisted',
      { path: '^(src|integrations|tests|scripts)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
      'Every package is listed in package.json.',
    ),
    forbid('no-unresolvable', {}, { couldNotResolve: true }, 'Every import leads somewhere.'),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
