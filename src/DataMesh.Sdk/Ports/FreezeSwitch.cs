using System.Text.Json;
using System.Text.Json.Nodes;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Freezes a port, by a property of its table that commits look at in every attempt: so nothing that is under way slips through.</summary>
internal sealed class FreezeSwitch(MeshServices services, PortBinding port)
{
    /// <summary>The table property; described in <c>docs/protocol/layout.md</c>.</summary>
    public const string Property = "datamesh.frozen";

    private const int MostAttempts = 10;

    /// <summary>How the table is frozen; null when it is not.</summary>
    public static PortFreeze? Find(TableState table)
    {
        if (table.Properties.GetValueOrDefault(Property) is not { Length: > 0 } text)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement freeze = document.RootElement;
            return new PortFreeze { Since = freeze.GetProperty("since").GetDateTimeOffset(), By = freeze.GetProperty("by").GetString()!, Reason = freeze.GetProperty("reason").GetString()! };
        }
        catch (Exception unknown) when (unknown is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // Whatever somebody else has written there, the port is frozen.
            return new PortFreeze { Since = DateTimeOffset.UnixEpoch, By = "an unknown writer", Reason = "unknown" };
        }
    }

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.Frozen"/>.</exception>
    public static void Demand(TableState table, PortBinding port, string operation)
    {
        if (Find(table) is { } freeze)
            throw new DataMeshException(DataMeshErrorKind.Frozen, $"Cannot {operation} '{port.Label}': it is frozen since {freeze.Since:u} by '{freeze.By}': {freeze.Reason.TrimEnd('.')}. Readers keep its last snapshot. When the data is right again, call UnfreezeAsync on the port.")
            {
                Product = port.Name.Product,
                Port = port.Name,
                Operation = operation,
            };
    }

    public async Task<PortFreeze?> FindAsync(CancellationToken cancellationToken) => Find(await LoadAsync(cancellationToken).ConfigureAwait(false));

    public async Task FreezeAsync(string reason, string by, CancellationToken cancellationToken)
    {
        JsonObject freeze = new() { ["since"] = services.Time.GetUtcNow(), ["by"] = by, ["reason"] = reason };
        if (await SetAsync(freeze.ToJsonString(), frozen: true, cancellationToken).ConfigureAwait(false))
            Log.PortFrozen(services.Logger, port.Name.ToString(), by, reason);
    }

    public async Task UnfreezeAsync(string by, CancellationToken cancellationToken)
    {
        if (await SetAsync("", frozen: false, cancellationToken).ConfigureAwait(false))
            Log.PortUnfrozen(services.Logger, port.Name.ToString(), by);
    }

    // False when it was so already.
    private async Task<bool> SetAsync(string value, bool frozen, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TableState table = await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (Find(table) is not null == frozen)
                return false;
            try
            {
                await services.Tables.SetPropertiesAsync(table, new Dictionary<string, string> { [Property] = value }, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (CommitConflictException) when (attempt < MostAttempts)
            {
            }
        }
    }

    private async Task<TableState> LoadAsync(CancellationToken cancellationToken) => await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot freeze '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = "freeze" };
}
