namespace Quickstart;

/// <summary>The flights of the source file month by month, as a team would get them.</summary>
internal sealed class MonthlyFlights : IAsyncDisposable
{
    private readonly IAsyncEnumerator<Departure> _flights = SourceFiles.FlightsAsync().GetAsyncEnumerator();
    private bool _started, _more;

    /// <summary>The flights of a month; months are asked for in the order of time.</summary>
    public async IAsyncEnumerable<Departure> MonthAsync(DateOnly month)
    {
        _more = _started ? _more : await _flights.MoveNextAsync();
        _started = true;
        for (; _more && _flights.Current.Date.Month == month.Month; _more = await _flights.MoveNextAsync())
            yield return _flights.Current;
    }

    public ValueTask DisposeAsync() => _flights.DisposeAsync();
}
