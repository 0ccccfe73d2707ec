/* Wagtail saves by itself while somebody types. Whoever presses a button meanwhile would send a new page a
   second time, to be told that its name is taken: the button waits for the answer, and none starts after it. */
(function () {
  "use strict";
  var ACTIVE = "data-w-autosave-active-value";
  var saving = false, pressed = null;

  /* By then the button itself is disabled, or another stands in its place. */
  function submit(form, button) {
    var said = document.createElement("input");
    if (button && button.name) {
      said.type = "hidden";
      said.name = button.name;
      said.value = button.value;
      form.appendChild(said);
    }
    form.requestSubmit();
  }

  function saves(form) {
    return /\bw-autosave\b/.test(form.getAttribute("data-controller") || "");
  }

  document.addEventListener("w-autosave:save", function () {
    saving = true;
  });
  ["w-autosave:success", "w-autosave:error"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var waiting = pressed;
      saving = false;
      pressed = null;
      if (waiting) submit(event.target, waiting.button);
    });
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!saves(form)) return;
    form.setAttribute(ACTIVE, "false");
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { button: event.submitter };
  }, true);

  /* Back from another page to the form as it was left. */
  window.addEventListener("pageshow", function (event) {
    var form = event.persisted && document.querySelector("form[" + ACTIVE + "]");
    if (form) form.setAttribute(ACTIVE, "true");
  });
})();
