using System.Globalization;
using DataMesh.Tests.Load;

// load <work> <root> <arguments…>: does the work, prints what it found line by line, and last the most memory that the process ever had.
string[] rest = args[2..];
await (args[0] switch
{
    "append" => Writers.AppendAsync(args[1], Number(0), Number(1)),
    "append at once" => Writers.AppendAtOnceAsync(args[1], Number(0), Number(1), Number(2)),
    "crash" => Crashes.RunAsync(args[1], Number(0)),
    "cycles" => Cycles.RunAsync(args[1], Number(0)),
    "churn" => Writers.ChurnAsync(args[1], rest[0]),
    "flights" => TenTimesFlights.PublishAsync(args[1]),
    "read" => TenTimesFlights.ReadAsync(args[1]),
    "join" => TenTimesFlights.JoinAsync(args[1]),
    "accounts" => Accounts.PublishAsync(args[1], Number(0)),
    "readings" => Readings.PublishAsync(args[1], Number(0)),
    "unique" => Uniqueness.PublishAsync(args[1], Number(0)),
    "upsert" => Accounts.UpsertAsync(args[1], Number(0), Number(1)),
    _ => throw new ArgumentException($"No work is called '{args[0]}'."),
});
if (OperatingSystem.IsLinux())
    Console.WriteLine(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));

int Number(int at) => int.Parse(rest[at], CultureInfo.InvariantCulture);
