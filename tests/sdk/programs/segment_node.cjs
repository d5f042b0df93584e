// Send one of every call, then so many events, with the client of Segment: segment_node.cjs HOST KEY EVENTS PAUSE
const { Analytics } = require('@segment/analytics-node');

const [host, writeKey, events, pause] = process.argv.slice(2);
const failed = [];
// Longer than its usual 75 seconds: what is still waiting to be sent again when the time is over, the client gives up.
const timeout = 600000;
const analytics = new Analytics({ host, writeKey, maxRetries: 12, flushInterval: 200 });
analytics.on('error', (error) => failed.push(String(error.reason || error.code)));
// At the very end: of what it gives up then, it tells only after closeAndFlush has returned.
process.on('exit', () => console.log(JSON.stringify({ failed })));

async function main() {
  analytics.identify({ userId: 'ada', traits: { email: 'ada@acme.example', plan: 'pro' }, messageId: 'identify' });
  analytics.group({ userId: 'ada', groupId: 'acme', traits: { name: 'Acme' }, messageId: 'group' });
  analytics.track({ userId: 'ada', event: 'Report Sent', properties: { pages: 3 }, context: { groupId: 'acme' }, messageId: 'track' });
  analytics.page({ userId: 'ada', category: 'Docs', name: 'Start', messageId: 'page' });
  analytics.screen({ userId: 'ada', category: 'Docs', name: 'Start', messageId: 'screen' });
  analytics.alias({ userId: 'ada', previousId: 'device-1', messageId: 'alias' });
  for (let number = 0; number < Number(events); number += 1) {
    analytics.track({ userId: 'ada', event: 'Clicked', properties: { number }, messageId: `m-${number}` });
    await new Promise((resolve) => setTimeout(resolve, Number(pause) * 1000));
  }
  await analytics.closeAndFlush({ timeout });
}

main();
