using BenchmarkDotNet.Running;
using DataMesh.Benchmarks;

switch (args)
{
    case ["bdn", .. string[] rest]:
        BenchmarkSwitcher.FromAssembly(typeof(Scale).Assembly).Run(rest);
        return 0;
    case [ColdStart.Command, string root]:
        await ColdStart.RunAsync(root);
        return 0;
    case [IdleMemory.Command, .. string[] root]:
        await IdleMemory.RunAsync(root is [string folder] ? folder : null);
        return 0;
    case [TwoCores.Command, string root]:
        await TwoCores.RunAsync(root);
        return 0;
    case ["full", .. string[] names]:
        return await RunAsync(Scale.Full, names);
    case [] or ["short", ..]:
        return await RunAsync(Scale.Short, args[Math.Min(1, args.Length)..]);
    default:
        Console.Error.WriteLine("Usage: short | full [words of the questions, curves and figures to ask] | bdn [arguments of BenchmarkDotNet]");
        return 2;
}

static async Task<int> RunAsync(Scale scale, string[] words)
{
    Markdown page = new(scale);
    string facts = MachineFacts.Describe(DateTime.UtcNow);
    Console.WriteLine(facts);
    await using Workbench bench = await Workbench.CreateAsync(scale);
    foreach (Question question in AllQuestions.Of(bench).Where(q => IsAsked(q.Name, words)))
        Console.WriteLine(page.Add(await Race.RunAsync(question, scale.Rounds)));
    List<(Curve Curve, IReadOnlyList<CurvePoint> Points)> curves = [];
    foreach (Curve curve in AllCurves.Of(bench).Where(c => IsAsked($"{c.Name} curve", words)))
    {
        curves.Add((curve, await curve.Measure().ToListAsync()));
        Console.WriteLine(page.Add(curve, curves[^1].Points, ResultsFile.PlotOf(curve)));
    }
    foreach (FigureGroup group in AllFigures.Groups.Where(g => IsAsked(g.Name, words)))
        await foreach (Figure figure in group.Measure(bench))
            Console.WriteLine(page.Add(figure));
    string text = page.ToPage(facts);
    Console.WriteLine(text);
    // Only whole, full runs are results; others are for looking.
    if (scale == Scale.Full && words.Length == 0)
        await ResultsFile.WriteAsync(text, curves);
    return 0;
}

static bool IsAsked(string name, string[] words) => words.All(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));
