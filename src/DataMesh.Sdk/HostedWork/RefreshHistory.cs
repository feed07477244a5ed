using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The runs of a derived port, one file for each in the product's private folder; described in <c>docs/protocol/runs.md</c>.</summary>
internal sealed class RefreshHistory(MeshServices services, PortBinding port)
{
    private const string Format = "datamesh-refresh";
    private const int Kept = 100, Slack = 20;

    private readonly ObjectPath _folder = MeshLayout.Refreshes(port.Output.TablePath);
    private readonly DocumentFiles _files = new(services.Store);

    /// <summary>Records a run. That it cannot be recorded is logged only: the run is over.</summary>
    public async Task WriteAsync(RefreshRun run, CancellationToken cancellationToken)
    {
        ObjectPath path = _folder / $"{run.Id:D}.yaml";
        YamlMapping document = new YamlMapping().Add("format", Format).Add("formatVersion", 1).Add("id", run.Id.ToString("D")).Add("port", port.Reference.ToString())
            .Add("trigger", EnumText.Spell(run.Trigger)).Add("outcome", EnumText.Spell(run.Outcome)).Add("startedAt", InstantText.Spell(run.StartedAt)).Add("endedAt", InstantText.Spell(run.EndedAt))
            .Add("attempts", run.Attempts).Add("rows", run.Rows).AddOptional("error", run.Error).Add("host", run.Host);
        if (run.Snapshot is long snapshot)
            document.Add("snapshot", snapshot);
        try
        {
            await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), document), cancellationToken).ConfigureAwait(false);
            await TrimAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error)
        {
            Log.RunNotRecorded(services.Logger, run.Id, port.Name.ToString(), error);
        }
    }

    /// <summary>The runs, newest first.</summary>
    public async IAsyncEnumerable<RefreshRun> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Guid id in await ListIdsAsync(cancellationToken).ConfigureAwait(false))
            if (await _files.TryReadAsync(_folder / $"{id:D}.yaml", cancellationToken).ConfigureAwait(false) is { } file)
                yield return Read(id, file.Parse());
    }

    private static RefreshRun Read(Guid id, YamlMapping document)
    {
        FormatHeader.Check(document, Format, 1);
        return new RefreshRun
        {
            Id = id,
            Trigger = ReadEnum<RefreshTrigger>(document.GetScalar("trigger")),
            Outcome = ReadEnum<RefreshOutcome>(document.GetScalar("outcome")),
            StartedAt = InstantText.Read(document.GetScalar("startedAt")),
            EndedAt = InstantText.Read(document.GetScalar("endedAt")),
            Attempts = (int)document.GetCount("attempts"),
            Snapshot = document.FindCount("snapshot"),
            Rows = document.GetCount("rows"),
            Error = document.FindText("error"),
            Host = document.GetText("host"),
        };
    }

    private static TEnum ReadEnum<TEnum>(YamlScalar scalar)
        where TEnum : struct, Enum => EnumText.TryParse(scalar.Text, out TEnum value) ? value : throw scalar.Error($"{scalar.Quoted} is not one of '{string.Join("', '", EnumText.All<TEnum>())}'.");

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        List<Guid> ids = await ListIdsAsync(cancellationToken).ConfigureAwait(false);
        if (ids.Count > Kept + Slack)
            foreach (Guid id in ids.Skip(Kept))
                await services.Store.DeleteAsync(_folder / $"{id:D}.yaml", cancellationToken).ConfigureAwait(false);
    }

    // A UUIDv7 begins with its time: by name is by age.
    private async Task<List<Guid>> ListIdsAsync(CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        await foreach (string name in services.Store.ListChildrenAsync(_folder, cancellationToken).ConfigureAwait(false))
            if (name.EndsWith(".yaml", StringComparison.Ordinal) && Guid.TryParseExact(name[..^".yaml".Length], "D", out Guid id))
                ids.Add(id);
        ids.Sort(static (a, b) => string.CompareOrdinal(b.ToString("N"), a.ToString("N")));
        return ids;
    }
}
