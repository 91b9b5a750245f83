// Keeps the set of scenarios in the tab's own storage, which a reload leaves and which ends with the tab.
const PLACE = "inventory-strategy-scenarios";

// A browser may forbid storage, or find the set too large: then a reload loses it, and nothing else happens.
function stored() {
  try {
    return sessionStorage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

function store(text) {
  try {
    if (text) sessionStorage.setItem(PLACE, text);
    else sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const found = stored();
  // A new session first takes what the tab had: writing before that would lose it.
  if (data.asks && !parentElement.hasAsked && found && found !== data.set) {
    parentElement.hasAsked = true;
    setTriggerValue("found", found);
    return;
  }
  store(data.set);
}
