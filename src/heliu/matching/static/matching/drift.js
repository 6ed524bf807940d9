// Draws the two charts of the drift page from the JSON on the page; the tables beneath hold the same numbers.
document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("drift-data").textContent);
  const draw = (id, type, series, unit, more) => {
    const box = document.getElementById(id);
    const chart = window.echarts.init(box);
    chart.setOption({
      animation: false,
      grid: { left: 48, right: 16, top: 48, bottom: 28 },
      legend: { top: 8, type: "scroll" },
      tooltip: { trigger: "axis", confine: true, valueFormatter: (value) => value + unit },
      xAxis: { type: "category", data: data.weeks },
      yAxis: { type: "value", min: 0, axisLabel: { formatter: "{value}" + unit } },
      series: Object.entries(series).map(([name, values]) => ({ name, type, data: values, ...more })),
    });
    new ResizeObserver(() => chart.resize()).observe(box);
  };
  draw("shares-chart", "line", data.shares, " %", { symbolSize: 7 });
  draw("levels-chart", "bar", data.levels, "", { stack: "levels" });
});
