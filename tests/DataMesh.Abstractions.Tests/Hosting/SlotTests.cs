using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Hosting;

public sealed class SlotTests
{
    [Fact]
    public void A_slot_is_filled_with_a_singleton_made_by_the_factory()
    {
        Builder builder = new();
        builder.Use("UseText", _ => "content");

        ServiceDescriptor service = Assert.Single(builder.Services, s => s.ServiceType == typeof(string));
        Assert.Equal(ServiceLifetime.Singleton, service.Lifetime);
        Assert.Equal("content", service.ImplementationFactory!(null!));
    }

    [Fact]
    public void Filling_a_slot_twice_throws_and_names_both_calls()
    {
        Builder builder = new();
        builder.Use("UseFirst", _ => "first");

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => builder.Use("UseSecond", _ => "second"));

        Assert.Contains("UseSecond()", error.Message, StringComparison.Ordinal);
        Assert.Contains("UseFirst()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_of_different_contracts_do_not_meet()
    {
        Builder builder = new();
        builder.Use("UseText", _ => "content");
        builder.Use("UseTexts", _ => new List<string>());

        Assert.Single(builder.Services, s => s.ServiceType == typeof(List<string>));
    }

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
