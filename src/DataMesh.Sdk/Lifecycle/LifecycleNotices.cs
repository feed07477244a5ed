using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>Tells consumers how a port stands: one warning per process for one that ends or may still change, a refusal for one that has ended. The provider's own side sees it as ever.</summary>
internal sealed class LifecycleNotices(ILogger logger)
{
    private readonly ConcurrentDictionary<(PortReference Port, LifecycleStatus Status, Deprecation? Said), bool> _given = new();

    /// <summary>Warns where there is something new to say.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.Retired"/>.</exception>
    public void Demand(PortBinding port, AccessDecision decision)
    {
        DataContract contract = port.Contract;
        if (contract.Status == LifecycleStatus.Active || decision.FullSight is not null)
            return;
        DemandServed(port, "open");
        if (!_given.TryAdd((port.Reference, contract.Status, contract.Deprecation), true))
            return;
        if (contract.Status == LifecycleStatus.Deprecated)
            Log.PortDeprecated(logger, port.Reference.ToString(), Describe(contract.Deprecation));
        else
            Log.PortUnfinished(logger, port.Reference.ToString(), EnumText.Spell(contract.Status), port.Owner);
    }

    /// <summary>True when a port has ended for whom a decision is about.</summary>
    public static bool HasEnded(PortBinding port, AccessDecision decision) => port.Contract.Status == LifecycleStatus.Retired && decision.FullSight is null;

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.Retired"/>.</exception>
    public static void DemandServed(PortBinding port, string operation)
    {
        if (port.Contract.Status == LifecycleStatus.Retired)
            throw new DataMeshException(DataMeshErrorKind.Retired, $"Cannot {operation} '{port.Reference}': it is retired.{Describe(port.Contract.Deprecation)} {(port.Contract.Deprecation?.Successor is null ? $"Ask {port.Owner} what comes instead." : "Change the name and, where columns differ, the record.")}")
            {
                Product = port.Name.Product,
                Port = port.Name,
                Operation = operation,
            };
    }

    private static string Describe(Deprecation? said)
    {
        StringBuilder text = new();
        if (said?.Successor is { } successor)
            text.Append(CultureInfo.InvariantCulture, $" Use '{successor}' instead.");
        if (said?.EndOfSupport is { } support)
            text.Append(CultureInfo.InvariantCulture, $" Supported until {support:yyyy-MM-dd}.");
        if (said?.EndOfLife is { } life)
            text.Append(CultureInfo.InvariantCulture, $" Served until {life:yyyy-MM-dd}.");
        if (said?.Reason is { } reason)
            text.Append(CultureInfo.InvariantCulture, $" {reason.TrimEnd().TrimEnd('.')}.");
        return text.ToString();
    }
}
