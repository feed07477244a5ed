namespace Quickstart;

/// <summary>What a follower needs of a departure: follow with the columns you use, as you read.</summary>
[DataSchema]
public sealed partial record Distance
{
    [System.ComponentModel.DataAnnotations.Schema.Column("distance")] public required int Miles { get; init; }
}

/// <summary>A process that keeps up with the departures, and is killed in the middle of a month.</summary>
internal sealed class Follower(IDataMesh mesh, SourceFigures source, Checks checks)
{
    private long _rows, _miles;

    public async Task Follow(Snapshot may, Snapshot june)
    {
        IInputPort<Distance> departures = await mesh.OpenAsync<Distance>(Teams.Departures, "planning");
        Cursor cursor = (await departures.AsOf(may).ChangesAsync(Cursor.Beginning).LastAsync()).Next;
        cursor = await ApplyAsync(departures.AsOf(june), cursor, pages: 3);
        long before = _rows;
        cursor = await ApplyAsync(departures.AsOf(june), Cursor.Parse(cursor.ToString()), pages: int.MaxValue);
        checks.Equal("interrupted inside the month", before > 0 && before < _rows, true);
        checks.Equal("miles of June", _miles, source.Count("select sum(distance)::bigint from departures where date >= '2001-06-01'"));
        checks.Equal("pages behind the end", await departures.AsOf(june).ChangesAsync(cursor).CountAsync(), 0);
        Display.Line($"  follow from the publish of May:  +{checks.Equal("rows of June", _rows, source.Count("select count(*) from departures where date >= '2001-06-01'")):N0} rows (June); interrupted, resumed, none twice");
    }

    private async Task<Cursor> ApplyAsync(IInputPort<Distance> departures, Cursor cursor, int pages)
    {
        await foreach (ChangeSet<Distance> page in departures.ChangesAsync(cursor).Take(pages))
        {
            _rows += page.Inserted.Count - page.Deleted.Count;
            _miles += page.Inserted.Sum(d => (long)d.Miles);
            cursor = page.Next;
        }
        return cursor;
    }
}
