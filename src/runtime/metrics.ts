import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Connections of one pool, read when the metrics are. */
interface PoolReading {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the hub counts about itself, in Prometheus' form. Labels are routes, codes and outcomes: never names or ids. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'HTTP requests by route and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: durationBuckets,
    registers: [this.registry],
  });

  private readonly operations = new Histogram({
    name: 'hub_graphql_operation_seconds',
    help: 'GraphQL operations by type and code of the first error, or OK.',
    labelNames: ['type', 'code'],
    buckets: durationBuckets,
    registers: [this.registry],
  });

  private readonly jobs = new Counter({
    name: 'hub_jobs_total',
    help: 'Background jobs by task and outcome.',
    labelNames: ['task', 'outcome'],
    registers: [this.registry],
  });

  private readonly pulls = new Counter({
    name: 'hub_pulls_total',
    help: 'Pulls through the data exchange by source and outcome.',
    labelNames: ['source', 'outcome'],
    registers: [this.registry],
  });

  private readonly mails = new Counter({
    name: 'hub_mails_total',
    help: 'Mails by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  countRequest(route: string, method: string, status: number, seconds: number): void {
    this.requests.observe({ route, method, status }, seconds);
  }

  countOperation(type: string, code: string, seconds: number): void {
    this.operations.observe({ type, code }, seconds);
  }

  countJob(task: string, outcome: string): void {
    this.jobs.inc({ task, outcome });
  }

  countPull(source: string, outcome: string): void {
    this.pulls.inc({ source, outcome });
  }

  countMail(outcome: string): void {
    this.mails.inc({ outcome });
  }

  /** Shows the connections of a set of pools by name; `read` is called at each scrape. Call it once. */
  watchPools(read: () => Readonly<Record<string, PoolReading>>): void {
    const gauge: Gauge = new Gauge({
      name: 'hub_pool_connections',
      help: 'Database connections by pool and state.',
      labelNames: ['pool', 'state'],
      registers: [this.registry],
      collect: () => {
        for (const [pool, { total, idle, waiting }] of Object.entries(read())) {
          gauge.set({ pool, state: 'busy' }, total - idle);
          gauge.set({ pool, state: 'idle' }, idle);
          gauge.set({ pool, state: 'waiting' }, waiting);
        }
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
