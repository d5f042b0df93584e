// Send one of every call, then so many events, with the client of RudderStack: rudder_node.cjs HOST KEY EVENTS PAUSE
const RudderAnalytics = require('@rudderstack/rudder-sdk-node');

const [dataPlaneUrl, key, events, pause] = process.argv.slice(2);
const failed = [];
const analytics = new RudderAnalytics(key, {
  dataPlaneUrl,
  flushAt: 10,
  flushInterval: 200,
  retryCount: 12,
  errorHandler: (error) => failed.push(String(error)),
});

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
  // One flush sends one batch; what is under way is sent before the next.
  while (analytics.queue.length) {
    await analytics.flush();
  }
  await analytics.flush();
  console.log(JSON.stringify({ failed }));
  process.exit(0);
}

main();
