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
    case ["full", .. string[] names]:
        return await RunAsync(Scale.Full, names);
    case [] or ["short", ..]:
        return await RunAsync(Scale.Short, args[Math.Min(1, args.Length)..]);
    default:
        Console.Error.WriteLine("Usage: short | full [words of the questions to ask] | bdn [arguments of BenchmarkDotNet]");
        return 2;
}

static async Task<int> RunAsync(Scale scale, string[] words)
{
    Markdown page = new(scale);
    string facts = MachineFacts.Describe(DateTime.UtcNow);
    Console.WriteLine(facts);
    await using Workbench bench = await Workbench.CreateAsync(scale);
    foreach (Question question in AllQuestions.Of(bench).Where(q => words.All(w => q.Name.Contains(w, StringComparison.OrdinalIgnoreCase))))
        Console.WriteLine(page.Add(await Race.RunAsync(question, scale.Rounds)));
    page.AddGoal("Cold start", $"first row in a new process ≤ {ColdStart.LimitMs} ms wall, with the runtime's start", await ColdStart.MeasureAsync(bench.ZstdRoot, scale.Rounds), ColdStart.LimitMs, "ms");
    if (await ColdStart.MeasureAheadOfTimeAsync(bench.Folder, scale.Rounds) is { } aheadOfTime)
        page.AddGoal("Cold start, compiled ahead of time", $"first row in a new process ≤ {ColdStart.LimitMs} ms wall", aheadOfTime, ColdStart.LimitMs, "ms");
    string text = page.ToPage(facts);
    Console.WriteLine(text);
    // Only whole, full runs are results; others are for looking.
    if (scale == Scale.Full && words.Length == 0 && ResultsFile.Find() is { } file)
        await File.WriteAllTextAsync(file, text);
    return 0;
}
