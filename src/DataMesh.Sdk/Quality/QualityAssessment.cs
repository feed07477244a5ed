using System.Buffers;
using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Holds the rows of one publish against the rules of the contract, in the pass in which they are written. Not thread-safe.</summary>
internal sealed class QualityAssessment : IDisposable
{
    private readonly DataContract _contract;
    private readonly RowCheck[] _rows;
    private readonly SetCheck[] _sets;
    private readonly List<(int Row, int Check)> _broken = [];

    /// <param name="contract">The contract.</param>
    /// <param name="schema">The schema of the batches.</param>
    public QualityAssessment(DataContract contract, Schema schema)
    {
        _contract = contract;
        _rows = [.. contract.Quality.OfType<RowRule>().Select(r => RowCheck.Of(r, contract.Schema, schema))];
        _sets = [.. contract.Quality.OfType<SetRule>().Select(r => SetCheck.Of(r, contract, schema))];
    }

    /// <summary>All rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The rows so far that were not accepted.</summary>
    public long Rejected { get; private set; }

    /// <summary>The rows so far that were accepted.</summary>
    public long Accepted => Rows - Rejected;

    /// <summary>True when a rule asks about the rows that the port would have.</summary>
    public bool NeedsStaged => _sets.Any(c => c.NeedsStaged);

    /// <summary>True when a rule of a contract asks about rows that the port has already, so that no other publish may come in between.</summary>
    public static bool DependsOnPort(DataContract contract) => contract.Quality.OfType<SqlRule>().Any() || contract.Quality.OfType<UniqueRule>().Any(r => new UniqueCheck(r, contract).NeedsStaged);

    /// <summary>Reads what rules need to know before the first row.</summary>
    public async Task PrepareAsync(QualityContext context, CancellationToken cancellationToken)
    {
        foreach (SetCheck check in _sets)
            await check.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at the rows that the port would have.</summary>
    public async Task CompleteAsync(QualityContext context, TableState staged, CancellationToken cancellationToken)
    {
        foreach (SetCheck check in _sets.Where(c => c.NeedsStaged))
            await check.CompleteAsync(context, staged, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Divides a batch, which it takes over, into accepted rows and those that go to quarantine; both belong to the caller.</summary>
    public (RecordBatch? Accepted, RejectedRows? Rejected) Divide(RecordBatch batch)
    {
        long first = Rows;
        Rows += batch.Length;
        try
        {
            Judge(batch, first);
            if (_broken.Count > 0)
                return Divide(batch, first);
            Gather(batch, new RowOrdinals(first));
            return (batch, null);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>What every rule found, in the order of the contract.</summary>
    public IReadOnlyList<QualityResult> Finish(DateTimeOffset now)
    {
        Dictionary<QualityRule, QualityResult> found = new(ReferenceEqualityComparer.Instance);
        foreach (RowCheck check in _rows)
            found[check.Rule] = new QualityResult { Rule = check.Rule, Status = check.Broken == 0 ? QualityStatus.Pass : QualityStatus.Warn, Rows = check.Broken, FirstRow = check.First };
        foreach (SetCheck check in _sets)
            found[check.Rule] = check.Finish(Accepted, now);
        return [.. _contract.Quality.Select(r => found[r])];
    }

    public void Dispose()
    {
        foreach (SetCheck check in _sets)
            check.Dispose();
    }

    // Which rows break which rules of severity Error; the others are counted only.
    private void Judge(RecordBatch batch, long first)
    {
        _broken.Clear();
        if (_rows.Length == 0)
            return;
        TruthValue[] rented = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
        try
        {
            Span<TruthValue> truth = rented.AsSpan(0, batch.Length);
            for (int i = 0; i < _rows.Length; i++)
                Judge(batch, first, i, truth);
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(rented);
        }
    }

    private void Judge(RecordBatch batch, long first, int check, Span<TruthValue> truth)
    {
        _rows[check].Evaluate(batch, truth);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(truth);
        int row = bytes.IndexOf((byte)TruthValue.False);
        if (row < 0)
            return;
        _rows[check].Count(bytes.Count((byte)TruthValue.False), first + row);
        if (_rows[check].Rule.Severity != Severity.Error)
            return;
        for (int next; row < bytes.Length; row += next + 1)
        {
            _broken.Add((row, check));
            next = bytes[(row + 1)..].IndexOf((byte)TruthValue.False);
            if (next < 0)
                break;
        }
    }

    private (RecordBatch? Accepted, RejectedRows? Rejected) Divide(RecordBatch batch, long first)
    {
        using RecordBatch offered = batch;
        // By row, and within a row in the order of the rules.
        (int[] broken, QualityRule[][] rules) = Group();
        Rejected += broken.Length;
        int[] accepted = Others(batch.Length, broken);
        RejectedRows rows = new(BatchSelection.Take(offered, broken), [.. broken.Select(r => first + r)], rules);
        if (accepted.Length == 0)
            return (null, rows);
        RecordBatch kept = BatchSelection.Take(offered, accepted);
        Gather(kept, new RowOrdinals(first, accepted));
        return (kept, rows);
    }

    private (int[] Rows, QualityRule[][] Rules) Group()
    {
        _broken.Sort();
        List<int> rows = [];
        List<QualityRule[]> rules = [];
        for (int i = 0, end; i < _broken.Count; i = end)
        {
            for (end = i + 1; end < _broken.Count && _broken[end].Row == _broken[i].Row; end++)
            {
            }
            rows.Add(_broken[i].Row);
            rules.Add([.. _broken[i..end].Select(b => _rows[b.Check].Rule)]);
        }
        return ([.. rows], [.. rules]);
    }

    private static int[] Others(int length, int[] rows)
    {
        int[] others = new int[length - rows.Length];
        for (int row = 0, at = 0, next = 0; row < length; row++)
            if (next < rows.Length && rows[next] == row)
                next++;
            else
                others[at++] = row;
        return others;
    }

    private void Gather(RecordBatch accepted, RowOrdinals ordinals)
    {
        foreach (SetCheck check in _sets)
            check.Add(accepted, ordinals);
    }
}
