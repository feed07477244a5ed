using System.Diagnostics;
using System.Text.Json;

namespace DataMesh.Tests;

/// <summary>ClickHouse (npm chdb) in a process that stays, for tests that ask it hundreds of times: an answer costs milliseconds, where a process costs a third of a second. Answers one question at a time.</summary>
public sealed class ClickHouseReader : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _node = IndependentReaders.Start("chdb-lines.mjs");

    /// <summary>Runs SQL of one line and returns its rows, one JSON object each. The test fails with what ClickHouse says where it cannot answer.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string sql)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        await _node.StandardInput.WriteLineAsync(sql.AsMemory(), timeout.Token);
        await _node.StandardInput.FlushAsync(timeout.Token);
        for (List<JsonElement> rows = []; ;)
        {
            string? line = await _node.StandardOutput.ReadLineAsync(timeout.Token);
            if (line is null)
                Assert.Fail($"ClickHouse cannot answer '{sql}': {await _node.StandardError.ReadToEndAsync(timeout.Token)}");
            if (line.Length == 0)
                return rows;
            rows.Add(JsonElement.Parse(line));
        }
    }

    public void Dispose()
    {
        if (!_node.HasExited)
            _node.Kill();
        _node.Dispose();
    }
}
