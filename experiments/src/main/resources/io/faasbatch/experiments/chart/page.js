'use strict';
(() => {
  const specifications = JSON.parse(document.getElementById('charts').textContent);
  const darkGround = matchMedia('(prefers-color-scheme: dark)');
  const figures = [];
  let printing = false;

  const dark = () => darkGround.matches && !printing;
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, useGrouping: true });
  const shown = value => number.format(value).replaceAll(',', '\u202f');

  function axis(of, more, look) {
    return {
      type: of.log ? 'log' : 'value', name: of.name, nameLocation: 'middle',
      nameTextStyle: { color: look.quiet, fontSize: 12 },
      axisLabel: { color: look.quiet, fontSize: 11, formatter: shown, hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: look.line } },
      splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
      ...more,
    };
  }

  /* The range of a point: a bar with two ends. */
  function range(colours, points) {
    return {
      type: 'custom', silent: true, z: 5, tooltip: { show: false }, data: points, dimensions: ['x', 'low', 'high'],
      encode: { x: 0, y: [1, 2] },
      renderItem(_, api) {
        const [x, low] = api.coord([api.value(0), api.value(1)]);
        const high = api.coord([api.value(0), api.value(2)])[1];
        const style = { stroke: colours[api.value(3)] ?? colours[0], lineWidth: 1.3, fill: null };
        const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
        return { type: 'group', children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)] };
      },
    };
  }

  const ranged = series => series.points.filter(point => point.length > 2);

  function lines(chart, series, paint) {
    const few = chart.kind === 'curves';
    const drawn = [{
      type: chart.kind === 'scatter' ? 'scatter' : 'line', name: series.name, color: paint,
      data: series.points.map(point => point.slice(0, 2)),
      symbol: series.mark, symbolSize: chart.kind === 'scatter' ? 5 : 8, showSymbol: few || series.points.length === 1,
      lineStyle: { width: 2, type: series.dash }, emphasis: { disabled: true },
    }];
    if (ranged(series).length > 0) {
      drawn.push(range([paint], ranged(series).map(point => [point[0], point[2], point[3]])));
    }
    return drawn;
  }

  function bars(chart, paints) {
    const data = chart.series.map((series, i) => ({ value: series.points[0]?.[1], itemStyle: { color: paints[i] } }));
    const ranges = chart.series.flatMap((series, i) => ranged(series).slice(0, 1).map(point => [i, point[2], point[3]]));
    return [{ type: 'bar', data, barMaxWidth: 46, emphasis: { disabled: true } }, range([colour('--text')], ranges)];
  }

  function stacked(chart, paints, look) {
    return chart.series.map((series, i) => ({
      type: 'bar', stack: 'all', name: series.name, color: paints[i], barMaxWidth: 46, emphasis: { disabled: true },
      itemStyle: { borderColor: look.ground, borderWidth: 1 },
      data: chart.categories.map((_, at) => series.points.find(point => point[0] === at)?.[1] ?? 0),
    }));
  }

  function hint(chart) {
    const escaped = text => echarts.format.encodeHTML(String(text));
    return parameters => {
      const items = [parameters].flat().filter(item => item.seriesType !== 'custom');
      if (items.length === 0) {
        return '';
      }
      const byCategory = chart.kind === 'bars' || chart.kind === 'stacked';
      const rows = items.map(item => {
        const value = byCategory ? shown(item.value) : `${shown(item.value[1])} <span style="opacity:.65">at ${shown(item.value[0])}</span>`;
        return `<tr><td>${item.marker}${escaped(item.seriesName.startsWith('series') ? item.name : item.seriesName)}</td><td style="text-align:right;padding-left:14px"><b>${value}</b></td></tr>`;
      });
      return (chart.kind === 'stacked' ? escaped(items[0].name) : '') + `<table style="font-size:12px">${rows.join('')}</table>`;
    };
  }

  function option(chart) {
    const look = { text: colour('--text'), quiet: colour('--quiet'), line: colour('--line'), ground: colour('--raised') };
    const paints = chart.series.map(series => (dark() ? series.dark : series.light));
    const byCategory = chart.kind === 'bars' || chart.kind === 'stacked';
    const names = chart.kind === 'bars' ? chart.series.map(series => series.name) : chart.categories;
    const legend = chart.kind !== 'bars' && chart.series.length > 0;
    const series = chart.kind === 'bars' ? bars(chart, paints)
      : chart.kind === 'stacked' ? stacked(chart, paints, look)
        : chart.series.flatMap((one, i) => lines(chart, one, paints[i]));
    return {
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: look.text }, backgroundColor: 'transparent',
      legend: { show: legend, data: chart.series.map(one => one.name), top: 0, left: 0, itemWidth: 26, itemHeight: 9, textStyle: { color: look.text, fontSize: 12 } },
      grid: { left: 68, right: 18, top: legend ? 44 : 16, bottom: byCategory ? 30 : 46 },
      tooltip: { trigger: chart.kind === 'scatter' ? 'item' : 'axis', confine: true, backgroundColor: look.ground, borderColor: look.line, textStyle: { color: look.text, fontSize: 12 }, axisPointer: { type: byCategory ? 'shadow' : 'line' }, formatter: hint(chart) },
      xAxis: byCategory
        ? { type: 'category', data: names, axisLabel: { color: look.text, fontSize: printing ? 8 : 11, interval: 0 }, axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false } }
        : axis(chart.x, { nameGap: 28, splitLine: { show: false }, max: chart.x.log ? undefined : 'dataMax' }, look),
      yAxis: axis(chart.y, { nameGap: 52 }, look),
      series,
    };
  }

  function draw(figure) {
    figure.chart?.dispose();
    figure.chart = echarts.init(figure.place, null, { renderer: 'svg' });
    figure.chart.setOption(option(figure.specification.alternatives[figure.selected]));
  }

  function chooser(figure) {
    const { what, names } = figure.specification;
    if (names === undefined) {
      return;
    }
    const label = document.createElement('label');
    const select = document.createElement('select');
    names.forEach((name, i) => select.add(new Option(name, i)));
    select.value = figure.selected;
    const chosen = document.createElement('b');
    const say = () => { chosen.textContent = printing ? names[figure.selected] : ''; };
    select.onchange = () => figures.filter(other => other.choose && other.specification.what === what).forEach(other => other.choose(names[select.value]));
    figure.choose = name => {
      if (names.includes(name)) {
        figure.selected = names.indexOf(name);
        select.value = figure.selected;
        draw(figure);
      }
    };
    figure.say = say;
    label.append(what + ' ', select, chosen);
    figure.place.closest('figure').querySelector('figcaption').append(label);
  }

  for (const place of document.querySelectorAll('[data-chart]')) {
    const specification = specifications[Number(place.dataset.chart)];
    const figure = { place, specification, selected: specification.first ?? 0, chart: null };
    figures.push(figure);
    chooser(figure);
    draw(figure);
  }

  const all = () => figures.forEach(figure => { figure.say?.(); draw(figure); });
  darkGround.addEventListener('change', all);
  addEventListener('resize', () => figures.forEach(figure => figure.chart.resize()));
  const print = matchMedia('print');
  print.addEventListener('change', () => { printing = print.matches; all(); });
  document.documentElement.dataset.drawn = String(figures.length);
})();
