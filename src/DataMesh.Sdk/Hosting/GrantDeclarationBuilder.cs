namespace DataMesh;

internal sealed class GrantDeclarationBuilder<T>(string name) : GrantBuilder<T>
    where T : IDataSchema<T>
{
    private readonly List<DomainName> _domains = [];
    private readonly List<string> _roles = [];
    private readonly List<Purpose> _purposes = [];

    public override GrantBuilder<T> ToRole(string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        _roles.Add(role);
        return this;
    }

    public override GrantBuilder<T> ToDomain(DomainName domain)
    {
        if (domain == default)
            throw new ArgumentException("The default DomainName names no domain.", nameof(domain));
        _domains.Add(domain);
        return this;
    }

    public override GrantBuilder<T> For(Purpose purpose)
    {
        if (purpose.IsNone)
            throw new ArgumentException("The default Purpose states none: leave For away to give a grant for any purpose.", nameof(purpose));
        _purposes.Add(purpose);
        return this;
    }

    internal Grant Build(PortName port) => _domains.Count + _roles.Count > 0
        ? new Grant { Name = name, To = new Recipients { Domains = [.. _domains], Roles = [.. _roles] }, Purposes = [.. _purposes] }
        : throw new InvalidOperationException($"The grant '{name}' of '{port}' is for nobody: call ToDomain or ToRole on it.");
}
