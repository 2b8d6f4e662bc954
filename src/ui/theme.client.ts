// Runs before the first paint, as a plain script: a theme the reader chose outlives the page.
{
  const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  if (theme) document.documentElement.dataset['theme'] = theme;
}
