/**
 * An extension for measurements alone, never shipped: it shares the extension host's thread with the one under test, and tells
 * over a socket how long that thread was blocked and what its heap holds. One request a line; an answer is a line of JSON.
 */
const fs = require('node:fs');
const inspector = require('node:inspector');
const net = require('node:net');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const v8 = require('node:v8');
const vm = require('node:vm');

const resolution = 5;
const delays = monitorEventLoopDelay({ resolution });
/** The most CPU time, in milliseconds, that the thread took between two looks: a block as a machine of its own would show it. */
let longestWork = 0;
let worked;
const cpuTime = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const look = () => {
  const now = cpuTime();
  longestWork = Math.max(longestWork, now - worked);
  worked = now;
};
let looking;
const profiler = new inspector.Session();

/** What can be asked for. */
const answers = {
  /** Begins to measure the event loop anew. */
  start() {
    delays.reset();
    longestWork = 0;
    answers.goOn();
  },
  /** Goes on after `pause`. */
  goOn() {
    delays.enable();
    worked = cpuTime();
    looking ??= setInterval(look, resolution);
  },
  /** What happens from here on does not count. */
  pause() {
    delays.disable();
    clearInterval(looking);
    looking = undefined;
  },
  /** How long the loop was blocked since `start`, in milliseconds: the delay of a timer beyond its own time. `longestWork`: CPU time. */
  blocks: () => ({
    longest: Math.max(0, delays.max / 1e6 - resolution),
    longestWork,
    p99: Math.max(0, delays.percentile(99) / 1e6 - resolution),
    p50: Math.max(0, delays.percentile(50) / 1e6 - resolution),
  }),
  /** The heap of this thread after a garbage collection, in bytes. */
  heap() {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc');
    collect();
    collect();
    return process.memoryUsage();
  },
  startProfile() {
    profiler.connect();
    profiler.post('Profiler.enable');
    profiler.post('Profiler.setSamplingInterval', { interval: 500 });
    profiler.post('Profiler.start');
  },
  stopProfile: (file) =>
    new Promise((resolve, reject) =>
      profiler.post('Profiler.stop', (error, result) => {
        profiler.disconnect();
        if (error) return reject(error);
        fs.writeFileSync(file, JSON.stringify(result.profile));
        resolve();
      }),
    ),
};

exports.activate = ({ subscriptions }) => {
  const socket = process.env.SESSION_SCOPE_HOST_PROBE;
  if (socket === undefined) return;
  const server = net.createServer((connection) => {
    connection.setEncoding('utf8').on('data', async (request) => {
      const [name, ...given] = request.trim().split(' ');
      connection.write(`${JSON.stringify((await answers[name](...given)) ?? null)}\n`);
    });
  });
  server.listen(socket);
  subscriptions.push({ dispose: () => server.close() });
};
