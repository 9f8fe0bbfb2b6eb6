import {Board} from './board.js';
import {DeliveryList} from './deliveries.js';
import {byId, h, say, send} from './dom.js';
import {ResourcePanel} from './resource.js';
import {RuleEditor} from './rules.js';

const board = new Board(() => panel.update());
const panel = new ResourcePanel(board);
const rules = new RuleEditor();
const deliveries = new DeliveryList(board);
let regions = [];

function showBoard(view) {
  board.update(view);
  board.selectFirst();
  panel.update();
  rules.recheck();
  regions = [...new Set(view.resources.map((r) => r.region))];
  const astray = view.resources.filter((r) => r.wants && r.wants !== r.group).length;
  byId('astray').textContent = astray === 0
    ? `all ${view.resources.length} resources are where the rules want them`
    : `${astray} of ${view.resources.length} resources are not where the rules want them`;
  byId('sweep').disabled = astray === 0;
  for (const radio of document.querySelectorAll('input[name=trouble]')) {
    radio.checked = radio.value === view.trouble;
  }
  document.body.dataset.trouble = view.trouble;
}

const feed = new EventSource('/dev/feed');
feed.addEventListener('open', () => {
  byId('offline').hidden = true;
  deliveries.clear();
});
feed.addEventListener('error', () => {
  byId('offline').hidden = false;
});
feed.addEventListener('start', () => deliveries.clear());
feed.addEventListener('book', (e) => rules.book(JSON.parse(e.data).text));
feed.addEventListener('board', (e) => showBoard(JSON.parse(e.data)));
feed.addEventListener('delivery', (e) => deliveries.update(JSON.parse(e.data)));

byId('trouble').addEventListener('change', async (e) => {
  await send('PUT', `/dev/trouble/${e.target.value}`);
  say(`ECS is ${e.target.nextElementSibling.textContent}`);
});
byId('sweep').addEventListener('click', async () => {
  let cursor = null;
  do {
    const response = await fetch('/sweep', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({regions, dryRun: false, force: true, cursor}),
    });
    // what came of it is told by the feed; a cursor says that time ran out before the end
    cursor = response.ok ? (await response.json()).cursor : null;
  } while (cursor);
});
byId('reset').addEventListener('click', () => send('POST', '/dev/reset'));

const samples = await (await send('GET', '/dev/samples')).json();
byId('samples').append(...samples.map((name) =>
  h('button', {type: 'button', class: 'chip', on: {click: () => send('POST', `/dev/samples/${name}`)}},
      name)));
