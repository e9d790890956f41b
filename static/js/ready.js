// Tells the style sheets that scripts run; loaded before anything is drawn.
document.documentElement.classList.add("js");
