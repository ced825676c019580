#!/usr/bin/perl
# Prints the group `radicals` of substitutions.toml: what is written for each character of CJK Radicals Supplement.
# It is the ideograph that Unicode's property Equivalent_Unified_Ideograph gives; where CP932 lacks that (氵, 长), it
# is the ideograph of the Kangxi radical of the same name. CP932 has neither form of the walk (辶). A test compares
# the table with what this prints.
use strict;
use warnings;
use charnames ();
use Encode qw(encode FB_CROAK);
use Unicode::Normalize qw(NFKC);
use Unicode::UCD qw(prop_invmap);

binmode STDOUT, ':encoding(UTF-8)';

# Names in which the two blocks do not agree.
my %other_name = (PERSON => 'MAN', PAW => 'CLAW', MESH => 'NET', RAM => 'SHEEP', EWE => 'SHEEP');

# By hand: the sign that repeats a character has no ideograph, and CP932 has the other form of the snout only.
my %by_hand = (REPEAT => "\x{3005}", SNOUT => "\x{5F51}");

sub held {
    my ($mark) = @_;
    return eval { my $copy = $mark; encode('cp932', $copy, FB_CROAK); 1 };
}

my %kangxi;
for my $code (0x2F00 .. 0x2FD5) {
    my $name = charnames::viacode($code) =~ s/^KANGXI RADICAL //r;
    $kangxi{$name} = NFKC(chr $code);
}

my ($starts, $values) = prop_invmap('EqUIdeo');
my %equivalent;
for my $at (0 .. $#$starts) {
    my $end = $at < $#$starts ? $starts->[$at + 1] - 1 : 0x10FFFF;
    next if $end < 0x2E80 or $starts->[$at] > 0x2EFF or $values->[$at] eq '';
    $equivalent{$_} = chr $values->[$at] for $starts->[$at] .. $end;
}

for my $code (0x2E80 .. 0x2EF3) {
    my $name = charnames::viacode($code) or next;
    # One has a decomposition that CP932 can hold, and so is in another group.
    next if held(chr $code) or held(NFKC(chr $code));
    $name =~ s/^CJK RADICAL //;
    $name =~ s/^(?:[CJ]-)?SIMPLIFIED //;
    $name =~ s/ (ONE|TWO|THREE|FOUR)$// unless $kangxi{$name};
    $name = $other_name{$name} // $name;
    my $form = $equivalent{$code};
    $form = $kangxi{$name} if not defined $form or not held($form);
    $form = $by_hand{$name} if not defined $form or not held($form);
    printf "%04X = \"%s\"\n", $code, $form if defined $form;
}
