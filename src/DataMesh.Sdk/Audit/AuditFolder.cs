using System.Globalization;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The audit files of products in a root: create-only, one per flush, below <c>private/audit/&lt;year&gt;/&lt;month&gt;/&lt;day&gt;</c>.</summary>
internal sealed class AuditFolder(ObjectStore store, TimeProvider time)
{
    private const int MaximumFileBytes = 16 << 20;

    /// <summary>Appends records of one product.</summary>
    public async Task AppendAsync(ProductName product, IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ObjectPath file = Day(product, now) / $"{Guid.CreateVersion7(now):D}.jsonl";
        await store.WriteAllAsync(file, AuditLines.Write(records), store.Capabilities.ConditionalCreate ? WriteCondition.IfAbsent : default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The records of a product, newest first, each once with the most that was recorded of it.</summary>
    public async IAsyncEnumerable<AuditRecord> ListAsync(ProductName product, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectPath root = Root(product);
        HashSet<Guid> seen = [];
        foreach (string year in await DescendingAsync(root, cancellationToken).ConfigureAwait(false))
            foreach (string month in await DescendingAsync(root / year, cancellationToken).ConfigureAwait(false))
                foreach (string day in await DescendingAsync(root / year / month, cancellationToken).ConfigureAwait(false))
                {
                    // A file holds what was decided before it was written, so an older day has nothing newer.
                    if (since is { } from && IsBefore(year, month, day, from))
                        yield break;
                    foreach (AuditRecord record in await ReadDayAsync(root / year / month / day, cancellationToken).ConfigureAwait(false))
                        if ((since is not { } earliest || record.At >= earliest) && seen.Add(record.Id))
                            yield return record;
                }
    }

    private async Task<IEnumerable<AuditRecord>> ReadDayAsync(ObjectPath day, CancellationToken cancellationToken)
    {
        List<AuditRecord> records = [];
        foreach (string file in await DescendingAsync(day, cancellationToken).ConfigureAwait(false))
            if (await store.TryReadAllAsync(day / file, MaximumFileBytes, cancellationToken).ConfigureAwait(false) is { } content)
                records.AddRange(AuditLines.Read(content));
        return records.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ThenByDescending(r => r.Rows);
    }

    private async Task<List<string>> DescendingAsync(ObjectPath folder, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (string name in store.ListChildrenAsync(folder, cancellationToken).ConfigureAwait(false))
            names.Add(name);
        names.Sort((a, b) => string.CompareOrdinal(b, a));
        return names;
    }

    private static bool IsBefore(string year, string month, string day, DateTimeOffset since) =>
        DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) && date < DateOnly.FromDateTime(since.UtcDateTime);

    private static ObjectPath Root(ProductName product) => MeshLayout.Product(product) / "private/audit";

    private static ObjectPath Day(ProductName product, DateTimeOffset at) => Root(product) / at.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);
}
