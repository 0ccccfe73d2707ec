/* The keyboard of the desk. Nothing needs it: every letter presses a link or button of the page.
   An element names its letter with data-key; rows of a list are the rows of .rows. */
(function () {
  "use strict";
  var help = document.getElementById("keys");

  function shown(element) {
    return element.getClientRects().length > 0;
  }

  function all(selector) {
    return Array.prototype.filter.call(document.querySelectorAll(selector), shown);
  }

  function rowLinks() {
    return all(".rows tbody th a");
  }

  function move(step) {
    var links = rowLinks();
    var row = document.activeElement && document.activeElement.closest(".rows tbody tr");
    var here = row ? links.indexOf(row.querySelector("th a")) : -1;
    var next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
    if (links[next]) {
      links[next].focus();
      links[next].scrollIntoView({ block: "nearest" });
    }
  }

  function tick() {
    var row = document.activeElement && document.activeElement.closest(".rows tbody tr");
    var box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
    return !!box;
  }

  function search() {
    var field = all("main [type=search]")[0];
    var inbox = document.querySelector("[data-search]");
    if (field) {
      field.focus();
      field.select();
    } else if (inbox) {
      location.href = inbox.href + "#words";
    }
    return !!(field || inbox);
  }

  function press(letter) {
    var found = all("[data-key]").filter(function (one) {
      return one.getAttribute("data-key") === letter && !one.disabled;
    })[0];
    if (!found) return false;
    found.focus();
    found.click();
    return true;
  }

  function words(element) {
    return (element.getAttribute("data-says") || element.textContent).replace(/\s+/g, " ").trim();
  }

  function explain() {
    if (!help || !help.showModal) return false;
    if (help.open) {
      help.close();
      return true;
    }
    var list = help.querySelector(".here");
    var known = {};
    list.textContent = "";
    all("[data-key]").forEach(function (one) {
      var letter = one.getAttribute("data-key");
      if (known[letter] || help.contains(one)) return;
      known[letter] = true;
      var line = document.createElement("div");
      var key = document.createElement("dt");
      var says = document.createElement("dd");
      key.appendChild(document.createElement("kbd")).textContent = letter;
      says.textContent = words(one);
      line.appendChild(key);
      line.appendChild(says);
      list.appendChild(line);
    });
    list.hidden = !list.children.length;
    help.showModal();
    return true;
  }

  function writing(target) {
    return target.isContentEditable ||
      /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));
  }

  var letters = {
    "/": search,
    "?": explain,
    j: function () { move(1); return true; },
    k: function () { move(-1); return true; },
    x: tick
  };

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.repeat && !/^[jk]$/.test(event.key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (help && help.open && event.key !== "?") return;
    if (document.querySelector("main [autofocus]") && event.target === document.body) return; // not there yet
    var own = letters[event.key];
    if (own ? own() : event.key.length === 1 && press(event.key)) event.preventDefault();
  });

  if (location.hash === "#words") search();
  if (help) {
    help.addEventListener("click", function (event) {
      if (event.target === help || event.target.closest("[data-close]")) help.close();
    });
  }
})();
