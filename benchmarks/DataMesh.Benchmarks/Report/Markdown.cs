using System.Globalization;
using System.Text;

namespace DataMesh.Benchmarks;

/// <summary>The results as a page.</summary>
internal sealed class Markdown(Scale scale)
{
    private readonly StringBuilder _questions = new();
    private readonly StringBuilder _goals = new();
    private readonly StringBuilder _curves = new();
    private int _met;
    private int _all;

    public string Add(QuestionResult result)
    {
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"\n### {result.Question.Name}\n{result.Question.What}\n\n");
        table.Append("| way | CPU ms | ours ÷ this | wall ms | ours ÷ this | managed MB | peak RSS + MB | file MB |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach ((int index, Contender contender) in result.Question.Contenders.Index())
        {
            Sample sample = result.Samples[index];
            table.Append(CultureInfo.InvariantCulture, $"| {contender.Name} | {Show(sample.CpuMs)} | {Ratio(contender, result.Ours.CpuMs, sample.CpuMs)} | {Show(sample.WallMs)} | {Ratio(contender, result.Ours.WallMs, sample.WallMs)} | {Show(sample.AllocatedMb)} | {sample.PeakRssMb:0} | {(sample.FileMb is double mb ? mb.ToString("0.0", CultureInfo.InvariantCulture) : "")} |\n");
        }
        foreach (Goal goal in result.Question.Goals)
            Add(new Figure(result.Question.Name, goal.Text, result.Reached(goal), goal.Limit, goal.Unit));
        _questions.Append(table);
        return table.ToString();
    }

    public string Add(Figure figure)
    {
        bool met = figure.Value <= figure.Limit;
        _all++;
        _met += met ? 1 : 0;
        string line = string.Create(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Goal} | {(figure.Unit == "×" ? figure.Value.ToString("0.00", CultureInfo.InvariantCulture) : Show(figure.Value))} {figure.Unit} | {(met ? "met" : "**missed**")} |\n");
        _goals.Append(line);
        return line;
    }

    public string Add(Curve curve, IReadOnlyList<CurvePoint> points, string? plot)
    {
        string table = CurveTable.Of(curve, points, plot);
        _curves.Append(table);
        return table;
    }

    public string ToPage(string facts) => string.Create(CultureInfo.InvariantCulture, $"""
        # Results

        {facts}
        Command: `./benchmarks/run.sh {scale.Name}` ({scale.Orders:N0} orders, up to {scale.Flights:N0} flights, at least {scale.Rounds} measured rounds, more of what is quick: up to {Race.MostRounds} within {Race.Measured.TotalSeconds:0} seconds, after up to {Race.LongestWarmUp.TotalSeconds:0} seconds to warm up).

        All ways of a question take turns in one process; figures are medians over the rounds, the peak of memory is the largest. CPU is the time of all threads, so its ratio is the figure to
        trust on a shared machine. Ratios below 1 mean that ours costs less. Every way must give the same rows and the same sum, or the run fails. What is measured: [performance](../docs/performance.md).

        ## Goals: {_met} of {_all} met
        | question | goal | reached | |
        |---|---|--:|---|
        {_goals}
        ## Curves
        CPU time of one run, median of three after two to warm up. Growth is the exponent through the last two points: 1 grows as the quantity does, 0 not at all.
        {_curves}
        ## Measurements
        {_questions}
        """);

    private static string Ratio(Contender contender, double ours, double theirs) => contender.IsOurs ? "" : (ours / theirs).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Show(double value) => value.ToString(value < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
