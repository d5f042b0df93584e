// Send one of every call, then so many events, with PostHog's client: posthog_node.cjs HOST KEY EVENTS PAUSE
const { randomUUID } = require('node:crypto');
const { PostHog } = require('posthog-node');

const [host, key, events, pause] = process.argv.slice(2);
const failed = [];
const sent = [];
const posthog = new PostHog(key, { host, flushInterval: 200, fetchRetryCount: 12, fetchRetryDelay: 500 });
posthog.on('error', (error) => failed.push(String(error)));

async function main() {
  posthog.identify({ distinctId: 'ada', properties: { email: 'ada@acme.example', plan: 'pro' } });
  posthog.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { name: 'Acme' } });
  posthog.alias({ distinctId: 'ada', alias: '0199a3c2-7a51-7b1e-8f4a-5c1d2e3f4a5b' });
  posthog.capture({ distinctId: 'ada', event: 'Report Sent', properties: { pages: 3, $ip: '203.0.113.7' }, groups: { company: 'acme' } });
  posthog.capture({ distinctId: 'ada', event: 'Long Ago', timestamp: new Date('2026-01-02T03:04:05Z') });
  const isOn = await posthog.isFeatureEnabled('new-checkout', 'ada');
  for (let number = 0; number < Number(events); number += 1) {
    sent.push(randomUUID());
    posthog.capture({ distinctId: 'ada', event: 'Clicked', properties: { number }, uuid: sent.at(-1) });
    await new Promise((resolve) => setTimeout(resolve, Number(pause) * 1000));
  }
  await posthog.shutdown(100000);
  console.log(JSON.stringify({ failed, sent, is_on: isOn ?? false }));
}

main();
