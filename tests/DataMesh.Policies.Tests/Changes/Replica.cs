namespace DataMesh.Tests.Policies;

/// <summary>A consumer that keeps a copy of a port by following it, and is killed now and then: what it applied and where it goes on commit together.</summary>
internal sealed class Replica(PolicyMesh mesh, Asking asking)
{
    private Dictionary<string, int> _rows = [];
    private Cursor _cursor;

    public Dictionary<ChangeReset, int> Resets { get; } = [];

    public int Pages { get; private set; }

    public int Updates { get; private set; }

    /// <summary>How often it died with work that was not committed.</summary>
    public int Deaths { get; private set; }

    public IEnumerable<string> Rows => _rows.SelectMany(r => Enumerable.Repeat(r.Key, r.Value)).Order(StringComparer.Ordinal);

    /// <summary>Applies some pages, then dies: what it did and where it was are lost together.</summary>
    public async Task<(bool MayRead, string? Problem)> ConsumeAsync(int pages, bool dies)
    {
        (Dictionary<string, int> rows, Cursor cursor, int before) = (new(_rows), _cursor, Pages);
        (bool, string?) result = await ConsumeAsync(pages);
        if (dies)
            (_rows, _cursor, Deaths) = (rows, cursor, Deaths + (Pages > before ? 1 : 0));
        return result;
    }

    /// <summary>Applies some pages; false when it is denied.</summary>
    /// <returns>Whether it may read; and what is wrong with what it was given, or null.</returns>
    public async Task<(bool MayRead, string? Problem)> ConsumeAsync(int pages)
    {
        try
        {
            await foreach (ChangeSet<AnyRow> page in (await OpenAsync()).ChangesAsync(_cursor, Cancel))
            {
                if (Apply(page) is { } problem)
                    return (true, problem);
                _cursor = Cursor.Parse(page.Next.ToString());
                if (--pages <= 0)
                    break;
            }
            return (true, null);
        }
        catch (DataMeshException denied) when (denied is PolicyDeniedException or PortNotFoundException)
        {
            return (false, null);
        }
    }

    /// <summary>What the principal reads now.</summary>
    public async Task<IEnumerable<string>> ReadAsync()
    {
        List<string> rows = [];
        await foreach (AnyRow row in (await OpenAsync()).ReadAsync(Cancel))
            rows.Add(Batches.Text(row.Cells));
        return rows.Order(StringComparer.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<IInputPort<AnyRow>> OpenAsync()
    {
        AnyRow.Schema = new SchemaObject { Name = "any", Properties = [.. mesh.Schema.Properties.Select(p => p with { Required = false, KeyPosition = null })] };
        return mesh.Node(asking.Region).As(asking.Principal).OpenAsync<AnyRow>(PolicyMesh.Port, asking.Purpose, Cancel);
    }

    private string? Apply(ChangeSet<AnyRow> page)
    {
        Pages++;
        Updates += page.Updated.Count;
        if (page.Inserted.Count + page.Deleted.Count + page.Updated.Count > mesh.BatchRows)
            return $"a page has {page.Inserted.Count} + {page.Deleted.Count} + {page.Updated.Count} changes, and at most {mesh.BatchRows} were to be";
        if (page.Reset is { } reset)
        {
            Resets[reset] = Resets.GetValueOrDefault(reset) + 1;
            _rows.Clear();
        }
        foreach (AnyRow row in page.Inserted.Concat(page.Updated.Select(u => u.After)))
            _rows[Text(row)] = _rows.GetValueOrDefault(Text(row)) + 1;
        foreach (AnyRow row in page.Deleted.Concat(page.Updated.Select(u => u.Before)))
        {
            if (_rows.GetValueOrDefault(Text(row)) == 0)
                return $"a row is deleted that was never given: {Text(row)}";
            _rows[Text(row)]--;
        }
        return null;

        static string Text(AnyRow row) => Batches.Text(row.Cells);
    }
}
