using System.Diagnostics;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Quickstart;

/// <summary>Draws on the console. What is redirected gets the same words without colours, and no figure that changes from run to run.</summary>
internal static class Display
{
    private const int Width = 160;
    private static readonly IAnsiConsole Out = CreateConsole();

    public static void Title(string text) => Out.MarkupLineInterpolated($"[bold]{text}[/]");

    public static void Step(int number, string name, string what) => Out.MarkupLineInterpolated($"\n[bold yellow]{number} {name,-10}[/]{what}");

    public static void Port(string port, long rows, string note) => Out.MarkupLineInterpolated($"  {port,-44}{rows,10:N0} rows  [grey]{note}[/]");

    public static void Line(FormattableString text) => Out.MarkupLineInterpolated(text);

    public static void Refusal(Exception error) => Out.MarkupLineInterpolated($"  [red]x[/] {error.Message}");

    /// <summary>Shows how far a publish is while it runs; on a console that is not redirected.</summary>
    public static async Task<PublishResult> ProgressAsync(string what, long rows, Func<IProgress<PublishProgress>?, Task<PublishResult>> publish)
    {
        if (!Out.Profile.Capabilities.Interactive)
            return await publish(null);
        return await Out.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(what, maxValue: rows);
                return await publish(new Meter(task));
            });
    }

    public static void Months(IEnumerable<(DateOnly Month, long Rows)> months)
    {
        Table table = new Table().Border(TableBorder.Rounded).Collapse();
        string[] rows = [.. months.Select(m => { table.AddColumn(new TableColumn(m.Month.ToString("MMM yyyy", CultureInfo.InvariantCulture)).RightAligned()); return m.Rows.ToString("N0", CultureInfo.InvariantCulture); })];
        Out.Write(new Padder(table.AddRow(rows), new Padding(2, 0)));
    }

    public static void Bars(IEnumerable<(string Label, double Share)> shares)
    {
        BarChart chart = new BarChart().Width(72).WithMaxValue(100).UseValueFormatter((value, _) => value.ToString("0.0", CultureInfo.InvariantCulture) + " %");
        foreach ((string label, double share) in shares)
            chart.AddItem("    " + label, Math.Round(100 * share, 1), Color.Green);
        Out.Write(chart);
    }

    public static void Result(Checks checks, TimeSpan elapsed)
    {
        foreach (string failure in checks.Failures)
            Out.MarkupLineInterpolated($"[red]FAILED[/] {failure}");
        Out.MarkupLine(checks.Failures.Count == 0 ? $"\n[bold green]All {checks.Count} checks passed.[/]" : $"\n[bold red]{checks.Failures.Count} of {checks.Count} checks failed.[/]");
        using Process process = Process.GetCurrentProcess();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s, peak {process.PeakWorkingSet64 >> 20} MB"));
    }

    private static IAnsiConsole CreateConsole()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        IAnsiConsole console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = Width;
            console.Profile.Capabilities.Interactive = false;
        }
        return console;
    }

    private sealed class Meter(ProgressTask task) : IProgress<PublishProgress>
    {
        public void Report(PublishProgress value) => task.Value = value.RowsRead;
    }
}
