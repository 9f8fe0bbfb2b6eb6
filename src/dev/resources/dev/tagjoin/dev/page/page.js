import {Board} from './board.js';
import {DeliveryList} from './deliveries.js';
import {byId, h, say, send} from './dom.js';
import {ResourcePanel} from './resource.js';
import {RuleEditor} from './rules.js';

const phone = matchMedia('(max-width: 680px)');
const board = new Board({
  leave: () => !panel.edited || confirm('Discard the unsaved tags?'),
  selected: (byPerson) => {
    panel.update();
    if (byPerson && phone.matches) {
      byId('resource').scrollIntoView();
    }
  },
});
const panel = new ResourcePanel(board);
const rules = new RuleEditor(board);
const deliveries = new DeliveryList(board);
let regions = [];
const makeForm = byId('make').querySelector('form');
const ATTACHED = {disk: 'instance', eni: 'instance', snapshot: 'disk'};
let made = null;

function showBoard(view) {
  board.update(view);
  selectMade();
  board.selectFirst();
  offerLeaders();
  panel.update();
  rules.recheck();
  regions = [...new Set(view.resources.map((r) => r.region))];
  const astray = view.resources.filter((r) => r.wants && r.wants !== r.group).length;
  byId('astray').textContent = astray === 0
    ? `all ${view.resources.length} resources are in the right group`
    : `${astray} of ${view.resources.length} resources are in the wrong group`;
  byId('sweep').disabled = astray === 0;
  byId('sweep').textContent = astray === 0 ? 'Nothing to move'
    : `${view.dryRun ? 'Plan' : 'Move'} ${astray} ${astray === 1 ? 'resource' : 'resources'} now`;
  byId('dry').hidden = !view.dryRun;
  for (const radio of document.querySelectorAll('input[name=trouble]')) {
    radio.checked = radio.value === view.trouble;
  }
  document.body.dataset.trouble = view.trouble;
}

/** Lists what the new resource can be attached to. */
function offerLeaders() {
  const {type, attachedTo} = makeForm.elements;
  const chosen = attachedTo.value;
  const leaders = board.ofType(ATTACHED[type.value]);
  attachedTo.replaceChildren(h('option', {value: ''}, 'nothing'),
      ...leaders.map(({id, name}) => h('option', {value: id, selected: id === chosen}, name ?? id)));
  attachedTo.parentElement.hidden = !ATTACHED[type.value];
}

function selectMade() {
  if (made && board.has(made)) {
    board.select(made);
    made = null;
  }
}

makeForm.elements.type.addEventListener('change', offerLeaders);
makeForm.addEventListener('submit', async (e) => {
  e.preventDefault();
  const {type, name, attachedTo} = makeForm.elements;
  const error = makeForm.querySelector('.error');
  error.textContent = '';
  if (panel.edited && !confirm('Discard the unsaved tags?')) {
    return;
  }
  try {
    const answer = await send('POST', '/dev/resources', JSON.stringify(
        {type: type.value, name: name.value, attachedTo: attachedTo.value || null}));
    const {region, type: kind, id} = await answer.json();
    made = `${region}/${kind}/${id}`;
    selectMade();
    name.value = '';
    say('the resource is there');
  } catch (problem) {
    error.textContent = problem.message;
  }
});

let feed = null;

function listen() {
  feed = new EventSource('/dev/feed');
  feed.addEventListener('open', () => {
    byId('offline').hidden = true;
    deliveries.clear();
  });
  feed.addEventListener('error', () => {
    byId('offline').hidden = false;
  });
  feed.addEventListener('start', () => deliveries.clear());
  feed.addEventListener('book', (e) => rules.book(JSON.parse(e.data)));
  feed.addEventListener('draft', (e) => rules.draft(JSON.parse(e.data).text));
  feed.addEventListener('board', (e) => showBoard(JSON.parse(e.data)));
  feed.addEventListener('delivery', (e) => deliveries.update(JSON.parse(e.data)));
}

// A browser opens six connections to a host. A hidden tab gives its own back, so that a seventh tab works;
// when it is shown again, the feed tells it everything anew.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    feed?.close();
    feed = null;
  } else if (!feed) {
    listen();
  }
});
if (!document.hidden) {
  listen();
}
addEventListener('beforeunload', (e) => {
  if (panel.edited || rules.edited) {
    e.preventDefault();
  }
});

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
    // the feed tells the outcomes; a cursor says that time ran out before the end
    const {cursor: further, seen} = response.ok ? await response.json() : {};
    cursor = further;
    if (cursor && seen === 0) {
      // ECS throttles: the function waits for its turn
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  } while (cursor);
});
byId('reset').addEventListener('click', async (e) => {
  if ((panel.edited || rules.edited) && !confirm('Discard what you have not saved or applied?')) {
    return;
  }
  const button = e.currentTarget;
  button.disabled = true;
  try {
    // waits for the deliveries under way
    await send('POST', '/dev/reset');
    panel.discard();
    rules.discard();
  } finally {
    button.disabled = false;
  }
});

const samples = await (await send('GET', '/dev/samples')).json();
byId('samples').append(...samples.map((name) =>
  h('button', {type: 'button', class: 'chip', on: {click: () => send('POST', `/dev/samples/${name}`)}},
      name)));
