using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Who does a kind of work for a port, and when it was last done: numbered files, of which the newest counts. It only saves work: two that hold it do the same twice.</summary>
/// <param name="services">The mesh's services.</param>
/// <param name="port">The port.</param>
/// <param name="work">The kind of work, as a folder is called.</param>
/// <param name="holder">Who asks; another one for each node.</param>
/// <param name="time">How long it is held by who says nothing more.</param>
internal sealed class WorkLease(MeshServices services, PortBinding port, string work, string holder, TimeSpan time)
{
    private const string Format = "datamesh-lease";
    private const int Kept = 4;

    private readonly ObjectPath _folder = MeshLayout.Leases(port.Output.TablePath, work);
    private readonly DocumentFiles _files = new(services.Store);

    /// <summary>When the work was last done, by anybody; null when nobody knows.</summary>
    public async Task<DateTimeOffset?> FindDoneAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken).ConfigureAwait(false)).Done;

    /// <summary>Takes the work; null when somebody else has it. Ends with disposal, however the work ended.</summary>
    public async Task<HeldLease?> TryTakeAsync(CancellationToken cancellationToken)
    {
        Entry newest = await ReadAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = services.Time.GetUtcNow();
        // Who wrote a time far ahead had a wrong clock.
        bool isHeld = newest.Until > now && newest.Until <= now + 4 * time && newest.Holder != holder;
        if (isHeld || !await TryWriteAsync(newest.Number + 1, now + time, newest.Done, cancellationToken).ConfigureAwait(false))
            return null;
        return new HeldLease(this, newest.Number + 1, newest.Done, services.Time, time);
    }

    /// <summary>Writes the next entry; false when another node has.</summary>
    internal async Task<bool> TryWriteAsync(long number, DateTimeOffset until, DateTimeOffset? done, CancellationToken cancellationToken)
    {
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("holder", holder).Add("until", InstantText.Spell(until)).AddOptional("done", done is { } at ? InstantText.Spell(at) : null);
        ObjectPath path = _folder / MeshLayout.Numbered(number);
        if (!await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false))
            return false;
        if (number > Kept)
            await services.Store.DeleteAsync(_folder / MeshLayout.Numbered(number - Kept), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<Entry> ReadAsync(CancellationToken cancellationToken)
    {
        long newest = 0;
        await foreach (string name in services.Store.ListChildrenAsync(_folder, cancellationToken).ConfigureAwait(false))
            newest = Math.Max(newest, MeshLayout.TryParseNumber(name) ?? 0);
        if (newest == 0 || await _files.TryReadAsync(_folder / MeshLayout.Numbered(newest), cancellationToken).ConfigureAwait(false) is not { } file)
            return new Entry(newest, "", DateTimeOffset.MinValue, null);
        try
        {
            YamlMapping document = file.Parse();
            return new Entry(newest, document.GetText("holder"), InstantText.Read(document.GetScalar("until")), document.FindScalar("done") is { } done ? InstantText.Read(done) : null);
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.CorruptData)
        {
            // As good as none: the next one writes a good one.
            return new Entry(newest, "", DateTimeOffset.MinValue, null);
        }
    }

    private sealed record Entry(long Number, string Holder, DateTimeOffset Until, DateTimeOffset? Done);
}
