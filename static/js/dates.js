/* Days and times typed by hand in the admin. Wagtail's picker turns what it cannot read into this very
   moment, without a word; here it stays as typed, and 2026年12月5日 13時半 or ２０２６／１２／５ is read. */
(function () {
  "use strict";
  var DAY = /^(\d{4})\s*[-\/.年]\s*(\d{1,2})\s*[-\/.月]\s*(\d{1,2})\s*日?/;
  /* Whatever else stands between day and time, or after it, is nothing that we read. */
  var TIME = /^\s*(?:\([月火水木金土日]\))?\s*T?\s*(午前|午後)?\s*(\d{1,2})\s*[:時]\s*(半|\d{1,2})?\s*分?$/;
  window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

  function two(number) {
    return ("0" + number).slice(-2);
  }

  function read(text, sameDay) {
    var plain = text.normalize("NFKC").trim(), day = DAY.exec(plain);
    var said = day ? day[1] + "-" + two(day[2]) + "-" + two(day[3]) : sameDay;
    var rest = day ? plain.slice(day[0].length) : plain, time = TIME.exec(rest);
    if (day && !rest) return said;
    if (!said || !time || time[2] > (time[1] ? 11 : 23) || time[3] > 59) return text;
    var hour = Number(time[2]) + (time[1] === "午後" ? 12 : 0);
    return said + " " + two(hour) + ":" + two(time[3] === "半" ? 30 : time[3] || 0);
  }

  function write(field, value) {
    if (field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function other(field, from, to) {
    return document.getElementsByName(field.name.replace(from, to))[0];
  }

  function minutes(field) {
    var at = field && Date.parse(field.value.replace(" ", "T") + ":00Z");
    return at ? at / 60000 : NaN;
  }

  /* A meeting keeps its length when its beginning moves; a new one is as long as the line above. */
  function end(starts, before) {
    var ends = other(starts, "starts_at", "ends_at");
    var lines = Array.prototype.slice.call(document.querySelectorAll("[name$='-starts_at']"));
    var above = lines[lines.indexOf(starts) - 1];
    var long = ends && ends.value
      ? minutes(ends) - before
      : above && minutes(other(above, "starts_at", "ends_at")) - minutes(above);
    if (!ends || !(long > 0) || !minutes(starts) || minutes(starts) === before) return;
    var at = new Date((minutes(starts) + long) * 60000).toISOString();
    write(ends, at.slice(0, 10) + " " + at.slice(11, 16));
  }

  /* Whoever types needs no calendar; it would lie over the button below. */
  document.addEventListener("input", function (event) {
    var picker = event.isTrusted && window.jQuery(event.target).data("xdsoft_datetimepicker");
    if (picker) picker.trigger("close.xdsoft");
  });

  var before = NaN;
  document.addEventListener("focusin", function (event) {
    if (/-starts_at$/.test(event.target.name)) before = minutes(event.target);
  });
  document.addEventListener("focusout", function (event) {
    var field = event.target;
    if (!field.name || !window.jQuery(field).data("xdsoft_datetimepicker")) return;
    var starts = /-ends_at$/.test(field.name) && other(field, "ends_at", "starts_at");
    write(field, read(field.value, starts && minutes(starts) && starts.value.slice(0, 10)));
    if (/-starts_at$/.test(field.name)) end(field, before);
  });
})();
